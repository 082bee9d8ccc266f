package dev.ranvier.data;

import dev.ranvier.tensor.Tensor;

/**
 * Some examples side by side.
 *
 * <p>The tensors are reused: they hold these examples until the next batch is asked for.
 *
 * @param inputs the inputs, with the batch as the first axis
 * @param targets the targets, with the batch as the first axis
 * @param size the number of examples
 */
public record Batch(Tensor inputs, Tensor targets, int size) {}
