/** Batch, layer, group, instance and local response normalization. */
package dev.ranvier.nn.normalization;
