package dev.ranvier.data;

import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.Optional;

/** The tensors of a batch, and the same memory seen as the smaller batch at the end of an epoch. */
final class BatchMemory {
  private final Batch full;
  private final Batch last;

  private BatchMemory(Batch full, Batch last) {
    this.full = full;
    this.last = last;
  }

  /**
   * Memory for batches of {@code size} examples, and for those of {@code rest} (0: there is none).
   */
  static BatchMemory allocate(Dataset dataset, int size, int rest) {
    Tensor inputs = Tensor.zeros(batchType(dataset.inputType(), size));
    Tensor targets = Tensor.zeros(batchType(dataset.targetType(), size));
    Optional<Tensor> weights =
        dataset.weighted() ? Optional.of(Tensor.zeros(TensorType.f32(size))) : Optional.empty();
    Batch full = new Batch(inputs, targets, weights, size);
    if (rest == 0) {
      return new BatchMemory(full, full);
    }
    Batch last =
        new Batch(
            Tensor.view(batchType(dataset.inputType(), rest), inputs.memory()),
            Tensor.view(batchType(dataset.targetType(), rest), targets.memory()),
            weights.map(all -> Tensor.view(TensorType.f32(rest), all.memory())),
            rest);
    return new BatchMemory(full, last);
  }

  /** The batch of the given size: the full one or the smaller one. */
  Batch ofSize(int size) {
    return size == full.size() ? full : last;
  }

  private static TensorType batchType(TensorType type, int size) {
    return type.withShape(type.shape().insert(0, size));
  }
}
