/**
 * Examples for training and evaluation: sources, normalization, augmentation, batching and
 * prefetching.
 *
 * <p>Imports {@code tensor} only.
 */
package dev.ranvier.data;
