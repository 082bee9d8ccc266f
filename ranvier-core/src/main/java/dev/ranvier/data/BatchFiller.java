package dev.ranvier.data;

import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Fills batches: the one place that says what the batch of an epoch and a step holds.
 *
 * <p>Allocates only at the beginning of an epoch, for its order. Not thread-safe.
 */
final class BatchFiller {
  private final Dataset dataset;
  private final Batching batching;
  private final int steps;
  private final AffineLoop normalize;
  private final Augmentation[] augmentations;
  private final ImageBuffer image;
  private final float[] input;
  private final double[] exact;
  private final float[] target;
  private final boolean weighted;
  private int[] order;
  private int orderEpoch = -1;

  private BatchFiller(Dataset dataset, Batching batching, ImageBuffer image) {
    this.dataset = dataset;
    this.batching = batching;
    this.steps = batching.steps(dataset.size());
    this.normalize = AffineLoop.of(batching.normalizer(), dataset.inputType());
    this.augmentations = batching.augmentations().toArray(Augmentation[]::new);
    this.image = image;
    this.input = new float[dataset.inputType().shape().elementCount()];
    this.exact = new double[dataset.isDouble() ? input.length : 0];
    this.target = new float[dataset.targetType().shape().elementCount()];
    this.weighted = dataset.weighted();
  }

  static BatchFiller of(Dataset dataset, Batching batching) {
    for (TensorType type : List.of(dataset.inputType(), dataset.targetType())) {
      if (type.dtype() != DType.F32 && type.dtype() != DType.I32) {
        throw new DataException("batches: examples must be f32 or i32, got " + type);
      }
    }
    ImageBuffer image =
        batching.augmentations().isEmpty() ? null : new ImageBuffer(dataset.inputType().shape());
    return new BatchFiller(dataset, batching, image);
  }

  int steps() {
    return steps;
  }

  /** The number of a batch, counted from the first of epoch 0. */
  long number(int epoch, int step) {
    if (epoch < 0 || step < 0 || step >= steps) {
      throw new DataException(
          "batches: needs an epoch from 0 and a step from 0 to "
              + (steps - 1)
              + ", got epoch "
              + epoch
              + " and step "
              + step
              + "; were the data or the batch size changed?");
    }
    return (long) epoch * steps + step;
  }

  BatchMemory allocate() {
    int rest = batching.dropLast() ? 0 : dataset.size() % batching.size();
    int size = Math.min(batching.size(), dataset.size());
    return BatchMemory.allocate(dataset, size, size == rest ? 0 : rest);
  }

  /** Fills the batch of a number, as {@link #number} gives it. */
  Batch fill(long number, BatchMemory memory) {
    int epoch = (int) (number / steps);
    int start = (int) (number % steps) * batching.size();
    int size = Math.min(batching.size(), dataset.size() - start);
    Batch batch = memory.ofSize(size);
    if (batching.shuffle() && epoch != orderEpoch) {
      order =
          CounterRandom.of(batching.seed(), RandomStreams.SHUFFLE, epoch)
              .permutation(dataset.size());
      orderEpoch = epoch;
    }
    CounterRandom chance = CounterRandom.of(batching.seed(), RandomStreams.AUGMENT, epoch);
    for (int row = 0; row < size; row++) {
      int index = batching.shuffle() ? order[start + row] : start + row;
      copyRow(preparedInput(index, chance), batch.inputs(), row, input.length);
      dataset.copyTarget(index, target, 0);
      requireFinite("target", target, target.length, index);
      copyRow(target, batch.targets(), row, target.length);
      if (weighted) {
        batch.weights().get().setDouble(row, dataset.weight(index));
      }
    }
    return batch;
  }

  private float[] preparedInput(int index, CounterRandom chance) {
    if (exact.length > 0 && image == null) {
      dataset.copyInput(index, exact, 0);
      normalize.apply(exact, 0);
      round(index);
      return input;
    }
    if (image == null) {
      dataset.copyInput(index, input, 0);
      requireFinite("input", input, input.length, index);
      normalize.apply(input, 0);
      return input;
    }
    dataset.copyInput(index, image.pixels(), 0);
    requireFinite("input", image.pixels(), input.length, index);
    CounterRandom ofExample = chance.fork(index);
    for (int i = 0; i < augmentations.length; i++) {
      augmentations[i].apply(image, ofExample.fork(i));
    }
    normalize.apply(image.pixels(), 0);
    return image.pixels();
  }

  /**
   * Refuses an example with a number that is not finite: one alone can ruin a model without a loss
   * that tells. Four sums, so that none waits for the one before.
   */
  private void requireFinite(String what, float[] numbers, int count, int index) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      a += numbers[i] * 0f;
      b += numbers[i + 1] * 0f;
      c += numbers[i + 2] * 0f;
      d += numbers[i + 3] * 0f;
    }
    for (; i < count; i++) {
      a += numbers[i] * 0f;
    }
    if (a + b + c + d != 0) { // NaN is not equal to 0 either
      throw new DataException(notFinite(what, numbers, count, index));
    }
  }

  private String notFinite(String what, float[] numbers, int count, int index) {
    int at = 0;
    while (at < count - 1 && Float.isFinite(numbers[at])) {
      at++;
    }
    return "batches: number "
        + at
        + " of the "
        + what
        + " of "
        + dataset.exampleName(index)
        + " is "
        + numbers[at]
        + "; mend the example or leave it out";
  }

  private void round(int index) {
    Doubles.round(exact, input, 0);
    for (int i = 0; i < input.length; i++) {
      if (!Float.isFinite(input[i])) {
        throw new DataException(
            "batches: number "
                + i
                + " of the input of "
                + dataset.exampleName(index)
                + " is "
                + exact[i]
                + ", which single precision cannot hold; mend it, or set normalize: standardize");
      }
    }
  }

  private static void copyRow(float[] values, Tensor tensor, int row, int length) {
    MemorySegment memory = tensor.memory();
    long from = (long) row * length;
    if (tensor.dtype() == DType.F32) {
      MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_FLOAT, from * Float.BYTES, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      memory.setAtIndex(ValueLayout.JAVA_INT, from + i, (int) values[i]);
    }
  }
}
