package dev.ranvier.data;

import java.util.List;

/**
 * Multiplies the inputs by one number.
 *
 * <p>{@code y = factor · x}. Fitted, the factor is one over the largest magnitude among the
 * training inputs, so {@code |y| <= 1}. Image sources already hand out numbers from 0 to 1 (bytes
 * over 255).
 *
 * @param factor the number to multiply by; not zero, finite
 */
public record Scale(double factor) implements Normalization {
  /** Leaves the inputs as they are. */
  public static final Scale NONE = new Scale(1);

  /** For raw bytes: 0 to 255 becomes 0 to 1. */
  public static final Scale BYTES = new Scale(1 / 255.0);

  /** Refuses a factor that would lose the inputs. */
  public Scale {
    if (factor == 0 || !Double.isFinite(factor)) {
      throw new IllegalArgumentException(
          "scale: the factor must be finite and not 0, got " + factor);
    }
  }

  /** One over the largest magnitude of the training inputs; 1 when all are zero. */
  public static Scale fit(Dataset train) {
    InputStatistics statistics = InputStatistics.of(train, 1);
    double largest = Math.max(Math.abs(statistics.minimum(0)), Math.abs(statistics.maximum(0)));
    return largest < Double.MIN_NORMAL ? NONE : new Scale(1 / largest);
  }

  @Override
  public List<Double> factors() {
    return List.of(factor);
  }

  @Override
  public List<Double> offsets() {
    return List.of(0.0);
  }
}
