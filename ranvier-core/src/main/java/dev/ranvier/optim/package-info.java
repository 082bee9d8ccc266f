/**
 * Optimizers and schedules: how gradients change parameters.
 *
 * <p>Imports {@code op}, {@code graph} and {@code tensor}.
 */
package dev.ranvier.optim;
