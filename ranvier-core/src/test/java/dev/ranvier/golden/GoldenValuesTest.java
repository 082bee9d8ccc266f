package dev.ranvier.golden;

import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.op.normalization.LogSoftmaxOp;
import dev.ranvier.op.normalization.SoftmaxOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ops, layers and losses with their gradients, against PyTorch's values. */
final class GoldenValuesTest {
  @ParameterizedTest
  @MethodSource
  void convolution(GoldenCase golden) {
    int[] sizes = golden.numbers("geometry");
    Convolution2dOp op =
        new Convolution2dOp(
            new Pair(sizes[0], sizes[1]),
            padding(sizes, 2),
            new Pair(sizes[6], sizes[7]),
            sizes[8]);
    GoldenGraph graph = new GoldenGraph(golden);
    Input x = graph.input("x");
    Input w = graph.input("w");
    graph.expectDifferentiated(op.apply(x, w), Map.of("x", x, "w", w));
    graph.check();
  }

  @ParameterizedTest
  @MethodSource
  void maxPool(GoldenCase golden) {
    int[] sizes = golden.numbers("geometry");
    MaxPool2dOp op =
        new MaxPool2dOp(
            new Pair(sizes[0], sizes[1]), new Pair(sizes[2], sizes[3]), padding(sizes, 4));
    GoldenGraph graph = new GoldenGraph(golden);
    Input x = graph.input("x");
    graph.expectDifferentiated(MaxPool2dOp.of(op, x), Map.of("x", x));
    graph.check();
  }

  @ParameterizedTest
  @MethodSource
  void averagePool(GoldenCase golden) {
    int[] sizes = golden.numbers("geometry");
    AveragePool2dOp op =
        new AveragePool2dOp(
            new Pair(sizes[0], sizes[1]),
            new Pair(sizes[2], sizes[3]),
            padding(sizes, 4),
            sizes[8] == 1);
    GoldenGraph graph = new GoldenGraph(golden);
    Input x = graph.input("x");
    graph.expectDifferentiated(op.apply(x), Map.of("x", x));
    graph.check();
  }

  @ParameterizedTest
  @MethodSource("batchNormalization")
  void batchNormalizationInTraining(GoldenCase golden) {
    GoldenGraph graph = new GoldenGraph(golden);
    Model model = batchNorm(golden, graph);
    Trace trace = trace(golden, graph, model, true);
    graph.expectDifferentiated(
        trace.output(),
        Map.of(
            "x", trace.input(),
            "scale", model.parameters().get(0),
            "shift", model.parameters().get(1)));
    List<Assignment> updates = trace.updates();
    graph.expect("mean_after", updates.get(0).value());
    graph.expect("variance_after", updates.get(1).value());
    graph.check();
  }

  @ParameterizedTest
  @MethodSource("batchNormalization")
  void batchNormalizationInUse(GoldenCase golden) {
    GoldenGraph graph = new GoldenGraph(golden);
    Trace trace = trace(golden, graph, batchNorm(golden, graph), false);
    graph.expect("inference", trace.output());
    graph.check();
  }

  @Test
  void dense() {
    GoldenGraph graph = graph("dense");
    Input x = graph.input("x");
    Input w = graph.input("w");
    Input b = graph.input("b");
    Node y = Ops.add(Ops.matmul(x, w), b);
    graph.expectDifferentiated(y, Map.of("x", x, "w", w, "b", b));
    graph.check();
  }

  @Test
  void softmax() {
    GoldenGraph graph = graph("softmax");
    Input x = graph.input("x");
    graph.expectDifferentiated(new SoftmaxOp().apply(x), Map.of("x", x));
    graph.check();
  }

  @Test
  void logSoftmax() {
    GoldenGraph graph = graph("log-softmax");
    Input x = graph.input("x");
    graph.expectDifferentiated(new LogSoftmaxOp().apply(x), Map.of("x", x));
    graph.check();
  }

  @Test
  void softmaxCrossEntropy() {
    checkLoss(new SoftmaxCrossEntropy());
  }

  @Test
  void squaredError() {
    checkLoss(new SquaredError());
  }

  static List<GoldenCase> convolution() {
    return GoldenCase.of("convolution");
  }

  static List<GoldenCase> maxPool() {
    return GoldenCase.of("max-pool");
  }

  static List<GoldenCase> averagePool() {
    return GoldenCase.of("average-pool");
  }

  static List<GoldenCase> batchNormalization() {
    return GoldenCase.of("batch-normalization");
  }

  private static void checkLoss(Loss loss) {
    GoldenGraph graph = graph(loss.name());
    Input x = graph.input("x");
    Node each = loss.perExample(x, graph.input("target"));
    graph.expect("each", each);
    graph.expectGradients(Ops.mean(each), Map.of("x", x));
    graph.check();
  }

  private static GoldenGraph graph(String name) {
    return new GoldenGraph(GoldenCase.of("dense-and-losses", name));
  }

  private static Model batchNorm(GoldenCase golden, GoldenGraph graph) {
    TensorType example = new TensorType(DType.F32, golden.tensor("x").shape().remove(0));
    Model model = new Model(example, new BatchNorm(), 0);
    graph.set(model.parameters().get(0), "scale");
    graph.set(model.parameters().get(1), "shift");
    graph.set(model.states().get(0), "mean");
    graph.set(model.states().get(1), "variance");
    return model;
  }

  private static Trace trace(GoldenCase golden, GoldenGraph graph, Model model, boolean training) {
    Trace trace = model.trace(golden.tensor("x").shape().size(0), training);
    graph.feed(trace.input(), "x");
    return trace;
  }

  private static Padding padding(int[] sizes, int from) {
    return new Padding(sizes[from], sizes[from + 1], sizes[from + 2], sizes[from + 3]);
  }
}
