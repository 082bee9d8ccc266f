/**
 * Kernels in Java. {@link dev.ranvier.kernel.vector.VectorBackend} offers one for every op that it
 * can compute; the sub-packages hold them.
 *
 * <p>Bottom to top: {@code memory} (raw memory, vectors, threads), {@code loop} (elementwise loops
 * and reductions, compiled when a graph is), {@code packing} (layouts that GEMMs want), {@code
 * copy}, {@code pool}, {@code gemm} and {@code winograd}. Classes that mention {@code
 * jdk.incubator.vector} are loaded only where that module is present; everything else works
 * without.
 *
 * <p>May import: exec, op, graph, tensor.
 */
package dev.ranvier.kernel.vector;
