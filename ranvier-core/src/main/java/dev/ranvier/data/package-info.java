/**
 * Examples for training and evaluation: sources, normalization, augmentation, batching and
 * prefetching.
 *
 * <p>Imports {@code setting} and {@code tensor}.
 */
package dev.ranvier.data;
