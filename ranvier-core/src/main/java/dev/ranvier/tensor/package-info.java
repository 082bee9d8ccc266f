/**
 * Shapes, element types and numeric tensors: the values that graphs describe and kernels compute.
 *
 * <p>Imports nothing from the rest of Ranvier.
 */
package dev.ranvier.tensor;
