/**
 * Known architectures, as functions of layers.
 *
 * <p>Imports {@code nn}.
 */
package dev.ranvier.zoo;
