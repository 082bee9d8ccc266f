package dev.ranvier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Entry;
import dev.ranvier.catalog.Kind;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients of every layer in training, by its input and its parameters, against central
 * differences in double precision.
 */
class LayerGradientTest {
  private static final int BATCH = 2;
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-6;
  private static final CounterRandom RANDOM = CounterRandom.of(20260101, 1, 0);

  static List<LayerExample> examples() {
    return LayerExamples.differentiable();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void gradientsAgreeWithFiniteDifferences(LayerExample example) {
    Model model = new Model(example.input(), example.layer(), 3);
    Trace trace = model.trace(BATCH, true);
    Map<Node, NdArray> feeds = new HashMap<>();
    List<Node> by = new ArrayList<>(model.parameters());
    feeds.put(trace.input(), input(trace.input()));
    if (trace.input().dtype().isFloating()) {
      by.add(trace.input());
    }
    for (Input key : trace.keys()) {
      feeds.put(key, NdArray.scalar(key.name().hashCode()));
    }
    model.variables().forEach(v -> feeds.put(v, v.value().toNdArray()));
    Node weights = new Literal(DType.F32, normal(trace.output().shape(), 2));
    Node objective = Ops.sum(Ops.multiply(trace.output(), weights));
    List<NdArray> gradients = Interpreter.evaluate(Gradients.of(objective, by), feeds);
    for (int i = 0; i < by.size(); i++) {
      double[] data = feeds.get(by.get(i)).data();
      for (int j = 0; j < data.length; j++) {
        double expected = difference(objective, feeds, data, j);
        assertThat(gradients.get(i).data()[j])
            .as("gradient by element %d of %s", j, by.get(i))
            .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
      }
    }
  }

  @Test
  void everyLayerOfTheCatalogueHasAnExample() {
    assertThat(LayerExamples.all().stream().<Class<?>>map(example -> example.layer().getClass()))
        .as("add a line to LayerExamples")
        .containsAll(
            Catalog.standard().entries(Kind.LAYERS).stream().<Class<?>>map(Entry::type).toList());
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

  private static NdArray input(Input input) {
    NdArray drawn = normal(input.shape(), 1);
    return input.dtype().isFloating() ? drawn : drawn.map(x -> Math.floor(Math.abs(2 * x)));
  }

  private static NdArray normal(Shape shape, int purpose) {
    NdArray array = NdArray.zeros(shape);
    for (int i = 0; i < array.data().length; i++) {
      array.data()[i] = RANDOM.fork(purpose).normal(i);
    }
    return array;
  }
}
