/**
 * Convolution and pooling of images, with their gradients.
 *
 * <p>Imports {@code graph} and {@code tensor}.
 */
package dev.ranvier.op.conv;
