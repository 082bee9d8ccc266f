/**
 * Pooling and its gradients, on vectors, on arrays until these are compiled, and one element at a
 * time.
 *
 * <p>May import: kernel.vector.loop, kernel.vector.memory, exec, op, tensor.
 */
package dev.ranvier.kernel.vector.pool;
