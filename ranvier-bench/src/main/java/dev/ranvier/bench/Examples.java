package dev.ranvier.bench;

import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Tensor;

/** Values to compute with. */
final class Examples {
  private Examples() {}

  /** Fills a tensor with numbers from −1 to 1. */
  static void fill(Tensor tensor) {
    CounterRandom random = new CounterRandom(1);
    for (int i = 0; i < tensor.shape().elements(); i++) {
      tensor.setDouble(i, 2 * random.uniform(i) - 1);
    }
  }
}
