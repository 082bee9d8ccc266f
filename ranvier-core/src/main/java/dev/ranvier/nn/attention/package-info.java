/** Embeddings, attention and transformers. */
package dev.ranvier.nn.attention;
