/**
 * Convolutions and their gradients: by oneDNN's primitive, or as GEMMs of im2col, of im2row, or
 * over kernel taps.
 *
 * <p>May import: kernel.onednn.primitive, kernel.onednn.binding, kernel.vector.packing, exec, op,
 * graph, tensor.
 */
package dev.ranvier.kernel.onednn.conv;
