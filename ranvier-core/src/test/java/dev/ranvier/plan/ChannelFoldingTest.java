package dev.ranvier.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.ReluOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelFoldingTest {
  private final Input images = new Input("images", TensorType.f32(2, 4, 4, 2));
  private final Input rows = new Input("rows", TensorType.f32(5, 3));
  private final Variable filters = variable("filters", 3, 3, 2, 6);
  private final Variable weights = variable("weights", 3, 6);
  private final Variable bias = variable("bias", 6);
  private final Variable mean = variable("mean", 6);
  private final Variable variance = variable("variance", 6);
  private final Variable scale = variable("scale", 6);
  private final Variable shift = variable("shift", 6);

  private static Variable variable(String name, int... sizes) {
    CounterRandom random = CounterRandom.of(7, 1, name.hashCode());
    Tensor value = Tensor.zeros(TensorType.f32(sizes));
    for (int i = 0; i < value.shape().elements(); i++) {
      value.setDouble(i, 0.5 + random.uniform(i));
    }
    return new Variable(name, value);
  }

  private Node normalized(Node x) {
    Node deviation = Ops.squareRoot(Ops.add(variance, Ops.number(1e-3)));
    return Ops.add(Ops.multiply(Ops.subtract(x, mean), Ops.divide(scale, deviation)), shift);
  }

  private static Roots outputs(Node... nodes) {
    return new Roots(List.of(nodes), List.of());
  }

  /** The ops of what is left when all that lasts is taken out, after asserting equal values. */
  private List<String> folded(Roots roots) {
    Roots folded = ChannelFolding.apply(roots);
    Map<Input, NdArray> feeds =
        Map.of(
            images, variable("images", 2, 4, 4, 2).value().toNdArray(),
            rows, variable("rows", 5, 3).value().toNdArray());
    List<NdArray> expected = Interpreter.evaluate(roots.outputs(), feeds);
    List<NdArray> actual = Interpreter.evaluate(folded.outputs(), feeds);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).data()).containsExactly(expected.get(i).data(), within(1e-9));
    }
    return Rewriting.applications(new RunConstantExtraction().cut(folded).rest()).stream()
        .map(application -> application.op().name())
        .toList();
  }

  @Test
  void aBatchNormVanishesInTheConvolutionBeforeIt() {
    Node y = new ReluOp().apply(normalized(new Convolution2dOp().apply(images, filters)));
    assertThat(folded(outputs(y))).containsExactly("convolution2d", "add", "relu");
  }

  @Test
  void soItDoesInAConvolutionInGroupsWithBias() {
    Convolution2dOp grouped = new Convolution2dOp(Pair.ONE, Padding.of(1), Pair.ONE, 2);
    Variable narrow = variable("narrow", 3, 3, 1, 6);
    Node y = normalized(Ops.add(grouped.apply(images, narrow), bias));
    assertThat(folded(outputs(y))).containsExactly("convolution2d", "add");
  }

  @Test
  void soItDoesInAProduct() {
    Node y = normalized(Ops.add(bias, Ops.matmul(rows, weights)));
    assertThat(folded(outputs(y))).containsExactly("matmul", "add");
  }

  @Test
  void soItDoesInAProductWithATransposedMatrix() {
    Node y = normalized(new MatMulOp(false, true).apply(rows, variable("transposed", 6, 3)));
    assertThat(folded(outputs(y))).containsExactly("matmul", "add");
  }

  @Test
  void allFourOperationsFoldOnEitherSideWhereThatIsAffine() {
    Node product = Ops.matmul(rows, weights);
    Node y = Ops.subtract(shift, Ops.divide(Ops.multiply(scale, product), variance));
    assertThat(folded(outputs(Ops.multiply(y, Ops.number(3))))).containsExactly("matmul", "add");
    assertThat(folded(outputs(Ops.divide(scale, product)))).containsExactly("matmul", "divide");
  }

  @Test
  void aFactorForAllChannelsNeedsNoBias() {
    assertThat(folded(outputs(Ops.multiply(Ops.matmul(rows, weights), 2))))
        .containsExactly("matmul");
  }

  @Test
  void aBiasAloneStaysAsItIs() {
    Roots roots = outputs(Ops.add(Ops.matmul(rows, weights), bias));
    assertThat(ChannelFolding.apply(roots)).isEqualTo(roots);
  }

  @Test
  void aResultThatOthersReadStays() {
    Node product = Ops.matmul(rows, weights);
    assertThat(folded(outputs(Ops.multiply(product, scale), product)))
        .containsExactly("matmul", "multiply");
  }

  @Test
  void numbersThatAreNotOneForEachChannelStay() {
    Node product = Ops.matmul(rows, weights);
    Variable forRows = variable("for-rows", 5, 1);
    assertThat(folded(outputs(Ops.multiply(product, forRows))))
        .containsExactly("matmul", "multiply");
    assertThat(folded(outputs(Ops.multiply(product, Ops.sum(rows)))))
        .contains("matmul", "sum", "multiply");
  }

  @Test
  void weightsThatTheGraphAssignsAreNotFolded() {
    Node y = Ops.multiply(Ops.matmul(rows, weights), scale);
    Roots roots =
        new Roots(List.of(y), List.of(new Assignment(weights, Ops.multiply(weights, 0.5))));
    assertThat(ChannelFolding.apply(roots)).isEqualTo(roots);
  }
}
