/**
 * Shapes, element types and numeric tensors, the values that graphs describe and kernels compute;
 * and the files that hold them: .npy, safetensors, and writing any file atomically.
 *
 * <p>Imports nothing from the rest of Ranvier.
 */
package dev.ranvier.tensor;
