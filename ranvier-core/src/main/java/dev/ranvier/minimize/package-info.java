/**
 * Full-batch minimization of functions with few parameters: Newton's method, quasi-Newton methods,
 * conjugate gradients, Levenberg and Marquardt's method.
 *
 * <p>These decide between evaluations how far to go, so they are drivers over compiled functions
 * and no part of a training step. Imports {@code setting}, {@code exec}, {@code autodiff}, {@code
 * op}, {@code graph} and {@code tensor}.
 */
package dev.ranvier.minimize;
