/**
 * Known architectures, as functions of layers.
 *
 * <p>Imports {@code nn}, {@code graph} and {@code tensor}.
 */
package dev.ranvier.zoo;
