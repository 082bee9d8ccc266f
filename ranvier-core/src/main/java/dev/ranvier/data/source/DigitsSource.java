package dev.ranvier.data.source;

import dev.ranvier.data.Examples;
import dev.ranvier.data.Source;
import dev.ranvier.tensor.TensorType;
import java.nio.file.Path;

/**
 * Digits that the program draws itself: {@link Digits}.
 *
 * @param seed chooses the drawings
 */
public record DigitsSource(long seed) implements Source {
  /** The drawings of seed 0. */
  public DigitsSource() {
    this(0);
  }

  /** Other drawings. */
  public DigitsSource withSeed(long other) {
    return new DigitsSource(other);
  }

  @Override
  public boolean readsFiles() {
    return false;
  }

  @Override
  public TensorType inputType(Path folder) {
    return TensorType.f32(28, 28, 1);
  }

  @Override
  public Examples load(Path folder) {
    return new Examples(Digits.train(seed), Digits.test(seed));
  }
}
