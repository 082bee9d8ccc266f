/**
 * Layouts that GEMMs want: im2col, transposes, and pairs of rows in bf16 (VNNI). They move numbers
 * and compute none.
 *
 * <p>May import: kernel.vector.loop, kernel.vector.memory, op, tensor.
 */
package dev.ranvier.kernel.vector.packing;
