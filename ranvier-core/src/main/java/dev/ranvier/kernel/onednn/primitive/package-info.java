/**
 * Kernels that are one oneDNN primitive, with reorders before and after: one class describes each
 * kind of primitive. {@link dev.ranvier.kernel.onednn.primitive.Implementation} says which of
 * oneDNN's implementations is wanted.
 *
 * <p>May import: kernel.onednn.binding, kernel.vector.packing, exec, op, graph, tensor.
 */
package dev.ranvier.kernel.onednn.primitive;
