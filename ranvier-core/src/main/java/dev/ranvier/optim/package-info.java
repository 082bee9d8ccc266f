/**
 * Optimizers and schedules: how gradients change parameters.
 *
 * <p>Imports {@code setting}, {@code op}, {@code graph} and {@code tensor}.
 */
package dev.ranvier.optim;
