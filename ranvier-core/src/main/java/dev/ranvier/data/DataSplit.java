package dev.ranvier.data;

/**
 * A set of examples in two parts without a common example.
 *
 * @param train the examples to learn from
 * @param validation the examples to judge by
 */
public record DataSplit(Dataset train, Dataset validation) {}
