/**
 * Reverse-mode differentiation, from graph to graph.
 *
 * <p>Imports {@code op}, {@code graph} and {@code tensor}.
 */
package dev.ranvier.autodiff;
