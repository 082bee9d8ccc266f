package dev.ranvier.data;

import dev.ranvier.tensor.Tensor;
import java.util.Optional;

/**
 * Some examples side by side.
 *
 * <p>The tensors are reused: they hold these examples until the next batch is asked for.
 *
 * @param inputs the inputs, with the batch as the first axis
 * @param targets the targets, with the batch as the first axis
 * @param weights how much each example counts in the loss, f32 [batch]; empty where all count alike
 * @param size the number of examples
 */
public record Batch(Tensor inputs, Tensor targets, Optional<Tensor> weights, int size) {
  /** Examples that all count alike. */
  public Batch(Tensor inputs, Tensor targets, int size) {
    this(inputs, targets, Optional.empty(), size);
  }
}
