package dev.ranvier.data;

/**
 * What a {@link Source} holds.
 *
 * @param train the examples to learn from
 * @param test the examples to judge by, once training is over
 */
public record Examples(Dataset train, Dataset test) {}
