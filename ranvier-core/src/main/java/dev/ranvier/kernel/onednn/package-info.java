/**
 * oneDNN for the JVM. {@link dev.ranvier.kernel.onednn.OneDnnBackend} offers a kernel for every op
 * that the library can compute, in each of the ways that there are; the sub-packages hold them.
 *
 * <p>Bottom to top: {@code binding} (the native library), {@code primitive} (kernels that are a
 * single primitive), {@code matmul} and {@code conv} (those of several).
 *
 * <p>May import: kernel.vector (loops that prepare what oneDNN multiplies), exec, op, graph,
 * tensor.
 */
package dev.ranvier.kernel.onednn;
