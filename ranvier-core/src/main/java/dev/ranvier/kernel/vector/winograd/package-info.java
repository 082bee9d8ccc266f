/**
 * Convolutions with filters of 3 x 3 by Winograd's algorithm: input, filter and output transform,
 * and the GEMMs between them.
 *
 * <p>May import: kernel.vector.gemm, kernel.vector.memory, exec, op, graph, tensor.
 */
package dev.ranvier.kernel.vector.winograd;
