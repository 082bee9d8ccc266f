/**
 * Batch normalization and softmax, with their gradients.
 *
 * <p>Imports {@code graph} and {@code tensor}.
 */
package dev.ranvier.op.normalization;
