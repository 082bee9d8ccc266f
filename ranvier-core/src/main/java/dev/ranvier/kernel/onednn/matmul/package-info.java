/**
 * GEMM by oneDNN, with bias, activation and residual, whole or split by rows among threads.
 *
 * <p>May import: kernel.onednn.primitive, kernel.onednn.binding, exec, op, graph, tensor.
 */
package dev.ranvier.kernel.onednn.matmul;
