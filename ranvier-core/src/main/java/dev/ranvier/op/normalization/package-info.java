/** Batch normalization and softmax, with their gradients. */
package dev.ranvier.op.normalization;
