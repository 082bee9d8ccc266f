/**
 * In Java: GEMM, GEMV, and convolutions by way of them, with their micro-kernels and epilogues.
 *
 * <p>May import: kernel.vector.loop, kernel.vector.memory, exec, op, graph, tensor.
 */
package dev.ranvier.kernel.vector.gemm;
