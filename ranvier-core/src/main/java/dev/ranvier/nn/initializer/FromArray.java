package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Draws;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Given numbers, in row-major order.
 *
 * <p>Formula: W[i] = values[i]. Errors: another number of values than the parameter has.
 *
 * @param values the numbers
 */
public record FromArray(List<Double> values) implements Initializer {
  /** Copies and checks the list. */
  public FromArray {
    values = List.copyOf(values);
    values.forEach(value -> Settings.finite("from-array", "every value", value));
  }

  /** The numbers of an array. */
  public static FromArray of(double... values) {
    return new FromArray(DoubleStream.of(values).boxed().toList());
  }

  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    if (values.size() != shape.elements()) {
      throw new IllegalArgumentException(
          "from-array: has "
              + values.size()
              + " values for a parameter of shape "
              + shape
              + "; give "
              + shape.elements());
    }
    return Draws.fill(shape, values::get);
  }
}
