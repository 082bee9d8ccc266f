package dev.ranvier.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Constraint;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Regularizer;
import dev.ranvier.nn.Trace;
import dev.ranvier.op.FiniteDifferences;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Entries of the catalogue against PyTorch's values and against finite differences. A case is named
 * as the entry is written in an experiment file.
 */
final class GoldenCatalogTest {
  /**
   * Files of layers whose cases keep away from kinks and overflow, so that differences can check.
   */
  static final List<String> SMOOTH_LAYERS = List.of("activations");

  /** The same of losses. */
  static final List<String> SMOOTH_LOSSES = List.of("losses", "losses-of-sequences");

  static Stream<GoldenCase> layers() {
    return cases(
        SMOOTH_LAYERS, List.of("activation-kinks", "activation-extremes", "layers-in-use"));
  }

  static Stream<GoldenCase> smoothLayers() {
    return cases(SMOOTH_LAYERS, List.of());
  }

  static Stream<GoldenCase> losses() {
    return cases(SMOOTH_LOSSES, List.of("loss-extremes"));
  }

  static Stream<GoldenCase> smoothLosses() {
    return cases(SMOOTH_LOSSES, List.of());
  }

  private static Stream<GoldenCase> cases(List<String> subjects, List<String> more) {
    return Stream.concat(subjects.stream(), more.stream())
        .flatMap(subject -> GoldenCase.of(subject).stream());
  }

  static List<GoldenCase> regularizers() {
    return GoldenCase.of("regularizers");
  }

  static List<GoldenCase> constraints() {
    return GoldenCase.of("constraints");
  }

  static List<GoldenCase> initializers() {
    return GoldenCase.of("initializers");
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layersAgree(GoldenCase golden) {
    GoldenGraph graph = new GoldenGraph(golden);
    Model model = model(golden);
    Trace trace = model.trace(golden.tensor("x").shape().size(0), false);
    graph.feed(trace.input(), "x");
    Map<String, Node> by = new LinkedHashMap<>();
    by.put("x", trace.input());
    for (Variable parameter : model.parameters()) {
      graph.set(parameter, parameter.name());
      by.put(parameter.name(), parameter);
    }
    model.states().forEach(state -> graph.set(state, state.name()));
    graph.expectDifferentiated(trace.output(), by);
    graph.check();
  }

  @ParameterizedTest
  @MethodSource("smoothLayers")
  void gradientsOfLayersAgreeWithFiniteDifferences(GoldenCase golden) {
    Model model = model(golden);
    Trace trace = model.trace(golden.tensor("x").shape().size(0), false);
    List<Node> by = new ArrayList<>(List.of(trace.input()));
    List<NdArray> values = new ArrayList<>(List.of(golden.get("x")));
    for (Variable parameter : model.parameters()) {
      by.add(parameter);
      values.add(golden.get(parameter.name()));
    }
    model.states().forEach(state -> state.value().copyFrom(golden.get(state.name())));
    Node upstream = new Literal(DType.F32, golden.get("dy"));
    Node objective = Ops.sum(Ops.multiply(trace.output(), upstream));
    FiniteDifferences.check(objective, by, values, golden.name());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void lossesAgree(GoldenCase golden) {
    GoldenGraph graph = new GoldenGraph(golden);
    Input x = graph.input("x");
    Input target = graph.input("target");
    Node each = loss(golden, x, target).perExample(x, target);
    graph.expect("each", each);
    graph.expectGradients(Ops.mean(each), Map.of("x", x));
    graph.check();
  }

  @ParameterizedTest
  @MethodSource("smoothLosses")
  void gradientsOfLossesAgreeWithFiniteDifferences(GoldenCase golden) {
    GoldenGraph graph = new GoldenGraph(golden);
    Input x = graph.input("x");
    Node target = targets(golden);
    Node objective = Ops.mean(loss(golden, x, target).perExample(x, target));
    FiniteDifferences.check(objective, List.of(x), List.of(golden.get("x")), golden.name());
  }

  @ParameterizedTest
  @MethodSource("regularizers")
  void regularizersAgree(GoldenCase golden) {
    GoldenGraph graph = new GoldenGraph(golden);
    Input w = graph.input("w");
    Node penalty = read(Regularizer.class, golden).penalty(w);
    graph.expect("y", penalty);
    graph.expectGradients(penalty, Map.of("w", w));
    graph.check();
    FiniteDifferences.check(penalty, List.of(w), List.of(golden.get("w")), golden.name());
  }

  @ParameterizedTest
  @MethodSource("constraints")
  void constraintsAgree(GoldenCase golden) {
    GoldenGraph graph = new GoldenGraph(golden);
    Input w = graph.input("w");
    Node obeying = read(Constraint.class, golden).constrain(w);
    graph.expectDifferentiated(obeying, Map.of("w", w));
    graph.check();
    Node upstream = new Literal(DType.F32, golden.get("dy"));
    Node objective = Ops.sum(Ops.multiply(obeying, upstream));
    FiniteDifferences.check(objective, List.of(w), List.of(golden.get("w")), golden.name());
  }

  @ParameterizedTest
  @MethodSource("initializers")
  void initializersAgree(GoldenCase golden) {
    Initializer initializer = read(Initializer.class, golden);
    CounterRandom random = CounterRandom.of(11, 0, 0);
    if (golden.tensors().containsKey("values")) {
      NdArray expected = golden.get("values");
      assertThat(initializer.initialize(expected.shape(), Fans.NONE, random).toNdArray())
          .isEqualTo(expected);
      return;
    }
    int[] sizes = golden.numbers("shape");
    Shape shape = Shape.of(sizes);
    Fans fans = new Fans(sizes[0], sizes[1]);
    double[] drawn = initializer.initialize(shape, fans, random).toNdArray().data();
    double deviation = golden.get("deviation").data()[0];
    assertThat(Arrays.stream(drawn).average().orElseThrow()).isCloseTo(0, within(deviation / 50));
    double variance = Arrays.stream(drawn).map(x -> x * x).average().orElseThrow();
    assertThat(Math.sqrt(variance)).isCloseTo(deviation, within(deviation / 100));
    double greatest = Arrays.stream(drawn).map(Math::abs).max().orElseThrow();
    // The tail of a bell may reach a little farther here or there.
    assertThat(greatest).isCloseTo(golden.get("greatest").data()[0], withinPercentage(20));
    assertThat(initializer.initialize(shape, fans, random).toNdArray().data()).isEqualTo(drawn);
  }

  private static Model model(GoldenCase golden) {
    TensorType example = new TensorType(DType.F32, golden.tensor("x").shape().remove(0));
    return new Model(example, read(Layer.class, golden), 0);
  }

  private static Node targets(GoldenCase golden) {
    DType stored = golden.tensor("target").dtype();
    DType dtype = stored == DType.F64 ? DType.F32 : stored;
    return new Literal(dtype, golden.get("target"));
  }

  /** The loss, if the targets are of the type that it asks for. */
  private static Loss loss(GoldenCase golden, Node x, Node target) {
    Loss loss = read(Loss.class, golden);
    assertThat(loss.targetType(x.type())).isEqualTo(target.type());
    return loss;
  }

  private static <T> T read(Class<T> role, GoldenCase golden) {
    Place place = Place.of("golden");
    String text = golden.name();
    return Catalog.standard()
        .read(role, text.startsWith("{") ? Json.read(text, place) : text, place);
  }
}
