package dev.ranvier.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.tensor.NdArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares gradients with central differences, (f(x + h) − f(x − h)) / 2h, in double precision. */
public final class FiniteDifferences {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-6;

  private FiniteDifferences() {}

  /** Checks the gradient of a scalar by every element of every floating input or variable. */
  public static void check(
      Node objective, List<? extends Node> inputs, List<NdArray> values, String remark) {
    Map<Node, NdArray> feeds = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      feeds.put(inputs.get(i), new NdArray(values.get(i).shape(), values.get(i).data().clone()));
    }
    List<? extends Node> floating = inputs.stream().filter(x -> x.dtype().isFloating()).toList();
    List<NdArray> gradients = Interpreter.evaluate(Gradients.of(objective, floating), feeds);
    for (int i = 0; i < floating.size(); i++) {
      double[] data = feeds.get(floating.get(i)).data();
      for (int j = 0; j < data.length; j++) {
        double expected = difference(objective, feeds, data, j);
        assertThat(gradients.get(i).data()[j])
            .as("gradient by element %d of %s, %s", j, floating.get(i), remark)
            .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
      }
    }
  }

  private static double difference(
      Node objective, Map<Node, NdArray> feeds, double[] data, int element) {
    double centre = data[element];
    data[element] = centre + STEP;
    double above = Interpreter.evaluate(List.of(objective), feeds).getFirst().data()[0];
    data[element] = centre - STEP;
    double below = Interpreter.evaluate(List.of(objective), feeds).getFirst().data()[0];
    data[element] = centre;
    return (above - below) / (2 * STEP);
  }
}
