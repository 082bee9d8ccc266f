/**
 * Kernels that move elements or look them up: transpose, slice, pad and concatenate, gather,
 * scatter-add, one-hot, argmax.
 *
 * <p>May import: kernel.vector.loop, kernel.vector.memory, exec, op, tensor.
 */
package dev.ranvier.kernel.vector.copy;
