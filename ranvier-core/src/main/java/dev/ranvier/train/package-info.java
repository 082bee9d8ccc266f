/**
 * Training: the loop, metrics, listeners, checkpoints and event records.
 *
 * <p>Joins the defining side ({@code nn}, {@code optim}, {@code autodiff}), the running side
 * ({@code exec}) and {@code data}. Imports everything.
 */
package dev.ranvier.train;
