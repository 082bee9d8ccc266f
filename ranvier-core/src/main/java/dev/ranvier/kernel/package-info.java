/**
 * The tables that choose kernels: {@link dev.ranvier.kernel.ConvolutionTable}, {@link
 * dev.ranvier.kernel.MatMulTable}, {@link dev.ranvier.kernel.PoolingTable}. Each says, row by row
 * and in order of preference, which kernel is taken where, and the measurement behind it. The
 * packages below hold the kernels, and say only what they can compute.
 *
 * <p>May import: kernel.vector, kernel.onednn, exec, op, graph, tensor.
 */
package dev.ranvier.kernel;
