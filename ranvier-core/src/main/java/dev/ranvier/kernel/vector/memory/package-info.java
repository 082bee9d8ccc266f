/**
 * What all kernels in Java stand on: access to memory by address, in vectors and one element at a
 * time, strided copies, workspaces, and how work is split among threads.
 *
 * <p>May import: exec, tensor.
 */
package dev.ranvier.kernel.vector.memory;
