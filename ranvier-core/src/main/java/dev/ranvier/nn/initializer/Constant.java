package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/**
 * Sets every element to one number. For weights of hidden units this leaves all units of a layer
 * identical for ever; use it for biases and scales.
 *
 * <p>Formula: W = value.
 *
 * @param value the number
 */
public record Constant(double value) implements Initializer {
  /** Checks the settings. */
  public Constant {
    Settings.finite("constant", "value", value);
  }

  /** All zeros. */
  public static final Constant ZEROS = new Constant(0);

  /** All ones. */
  public static final Constant ONES = new Constant(1);

  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    Tensor tensor = Tensor.zeros(new TensorType(DType.F32, shape));
    for (long i = 0; i < shape.elements(); i++) {
      tensor.setDouble(i, value);
    }
    return tensor;
  }
}
