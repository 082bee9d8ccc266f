/**
 * Layers, activations, losses, initializers and the model that holds their parameters.
 *
 * <p>Imports {@code op}, {@code graph} and {@code tensor}.
 */
package dev.ranvier.nn;
