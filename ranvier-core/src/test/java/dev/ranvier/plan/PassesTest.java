package dev.ranvier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.BroadcastToOp;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.FusedOp;
import dev.ranvier.op.LogarithmOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.MaxOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Outcome;
import dev.ranvier.op.Pair;
import dev.ranvier.op.ReluOp;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.SigmoidOp;
import dev.ranvier.op.SquareOp;
import dev.ranvier.op.SumOp;
import dev.ranvier.op.TanhOp;
import dev.ranvier.op.UniformOp;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.op.scalar.Fold;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassesTest {
  private final Input x = new Input("x", TensorType.f32(2, 3));
  private final Input w = new Input("w", TensorType.f32(3, 3));
  private final Variable bias = new Variable("bias", Tensor.of(Shape.of(3), 1, 2, 3));

  private static Roots outputs(Node... nodes) {
    return new Roots(List.of(nodes), List.of());
  }

  private static List<String> ops(Roots roots) {
    return Rewriting.applications(roots).stream()
        .map(application -> application.op().name())
        .toList();
  }

  @Test
  void whatIsKeptForAGradientIsLeftOutWithoutOne() {
    Input images = new Input("images", TensorType.f32(1, 4, 4, 2));
    List<? extends Node> pooled = new MaxPool2dOp(Pair.of(2)).applyAll(images);
    Node seen = new ReluOp().apply(pooled.getFirst());
    assertThat(resultsOfFirst(UnreadResults.apply(outputs(seen)))).isEqualTo(1);
    assertThat(resultsOfFirst(UnreadResults.apply(outputs(seen, pooled.get(1))))).isEqualTo(2);
    assertThat(ops(UnreadResults.apply(outputs(seen)))).containsExactly("max-pool2d", "relu");
  }

  private static int resultsOfFirst(Roots roots) {
    return Rewriting.applications(roots).getFirst().results().size();
  }

  @Test
  void equalComputationsAreDoneOnce() {
    Node sum = Ops.add(new TanhOp().apply(x), new TanhOp().apply(x));
    assertThat(ops(Simplification.apply(outputs(sum)))).containsExactly("tanh", "add");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1.75, -0.75, -0.5, 0.25, 0.5, 0.75, 1.5})
  void powersThatAreRootsAreSeen(double exponent) {
    Node power = Ops.exp(Ops.multiply(new LogarithmOp().apply(x), exponent));
    Roots simple = Simplification.apply(outputs(power));
    assertThat(ops(simple)).containsExactly("power");
    NdArray values = NdArray.of(x.shape(), 0, 0.3, 1, 2, 1e30, Double.POSITIVE_INFINITY);
    double[] powers = Interpreter.evaluate(simple.outputs(), Map.of(x, values)).getFirst().data();
    for (int i = 0; i < powers.length; i++) {
      assertThat(powers[i]).isEqualTo(Math.pow(values.data()[i], exponent));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 0.3, 2, 3.25})
  void otherPowersStay(double exponent) {
    Node power = Ops.exp(Ops.multiply(new LogarithmOp().apply(x), exponent));
    assertThat(ops(Simplification.apply(outputs(power))))
        .containsExactly("logarithm", "multiply", "exponential");
  }

  @Test
  void neutralOperationsVanish() {
    Node same = Ops.add(Ops.multiply(Ops.number(1), Ops.divide(x, Ops.number(1))), Ops.number(0));
    Node reshaped =
        ReshapeOp.to(ReshapeOp.to(Ops.subtract(same, Ops.number(0)), Shape.of(6)), x.shape());
    assertThat(Simplification.apply(outputs(reshaped)).outputs()).containsExactly(x);
  }

  /** The gradient of a sum is one everywhere. */
  @Test
  void aRepeatedOneVanishesFromGradients() {
    Input other = new Input("other", x.type());
    Node objective = Ops.sum(Ops.multiply(x, other));
    Roots simple = Simplification.apply(new Roots(Gradients.of(objective, List.of(x)), List.of()));
    assertThat(simple.outputs()).containsExactly(other);
  }

  @Test
  void theProductOfAColumnAndARowIsElementwise() {
    Input column = new Input("column", TensorType.f32(2, 1));
    Input row = new Input("row", TensorType.f32(3, 1));
    Roots simple = Simplification.apply(outputs(new MatMulOp(false, true).apply(column, row)));
    assertThat(ops(simple)).containsExactly("reshape", "multiply");
    Map<Input, NdArray> values =
        Map.of(column, NdArray.of(Shape.of(2, 1), 2, 3), row, NdArray.of(Shape.of(3, 1), 5, 7, 11));
    assertThat(Interpreter.evaluate(simple.outputs(), values).getFirst().data())
        .containsExactly(10, 14, 22, 15, 21, 33);
    assertThat(ops(Simplification.apply(outputs(new MatMulOp(true, false).apply(row, row)))))
        .containsExactly("matmul");
  }

  @Test
  void aNeutralOperationThatBroadcastsStays() {
    Node wider = Ops.add(bias, BroadcastToOp.shape(Ops.number(0), Shape.of(2, 3)));
    assertThat(Simplification.apply(outputs(wider)).outputs().getFirst().shape())
        .isEqualTo(Shape.of(2, 3));
  }

  @Test
  void constantsAreFolded() {
    Node folded = Ops.multiply(x, Ops.exp(Ops.add(Ops.number(1), Ops.number(2))));
    assertThat(ops(Simplification.apply(outputs(folded)))).containsExactly("multiply");
  }

  @Test
  void deadNodesAreLeftOut() {
    new SigmoidOp().apply(x);
    assertThat(ops(outputs(new TanhOp().apply(x)))).containsExactly("tanh");
  }

  @Test
  void biasAndActivationJoinTheProduct() {
    Node y = new ReluOp().apply(Ops.add(Ops.matmul(x, w), bias));
    assertThat(ops(BiasFusion.apply(outputs(y), application -> true)))
        .containsExactly("matmul-bias-relu");
    assertThat(ops(BiasFusion.apply(outputs(y), application -> false)))
        .containsExactly("matmul", "add", "relu");
  }

  @Test
  void aResidualJoinsTheProductItIsAddedTo() {
    Node biased = Ops.add(Ops.matmul(x, w), bias);
    Node y = new ReluOp().apply(Ops.add(x, biased));
    assertThat(ops(BiasFusion.apply(outputs(y), application -> true)))
        .containsExactly("matmul-bias-residual-relu");
    assertThat(
            ops(BiasFusion.apply(outputs(y), application -> application.op() instanceof BiasedOp)))
        .containsExactly("matmul-bias", "add", "relu");
    assertThat(ops(BiasFusion.apply(outputs(Ops.add(biased, biased)), application -> true)))
        .containsExactly("matmul-bias", "add");
  }

  @Test
  void aProductThatOthersReadKeepsItsResult() {
    Node product = Ops.matmul(x, w);
    Node sum = Ops.add(product, bias);
    Node y = new ReluOp().apply(sum);
    assertThat(ops(BiasFusion.apply(outputs(y, product), application -> true)))
        .containsExactly("matmul", "add", "relu");
    assertThat(ops(BiasFusion.apply(outputs(y, sum), application -> true)))
        .containsExactly("matmul-bias", "relu");
  }

  @Test
  void elementwiseChainsBecomeOnePass() {
    Input key = new Input("key", TensorType.i32());
    Node mask = Ops.less(new UniformOp(x.shape()).apply(key), Ops.number(0.5));
    Node row = BroadcastToOp.shape(bias, x.shape());
    Node y = Ops.multiply(new SigmoidOp().apply(Ops.add(x, row)), mask);
    Roots fused = ElementwiseFusion.apply(outputs(y));
    assertThat(ops(fused)).containsExactly("fused");
    Map<Node, NdArray> feeds =
        Map.of(x, NdArray.of(x.shape(), -2, -1, 0, 1, 2, 3), key, NdArray.scalar(17));
    assertThat(Interpreter.evaluate(fused.outputs(), feeds))
        .isEqualTo(Interpreter.evaluate(List.of(y), feeds));
  }

  private static List<FusedOp> passes(Roots roots) {
    return Rewriting.applications(roots).stream()
        .filter(application -> application.op() instanceof FusedOp)
        .map(application -> (FusedOp) application.op())
        .toList();
  }

  @Test
  void sumsJoinThePassThatComputesWhatTheySum() {
    Node y = new TanhOp().apply(x);
    Node sum = new SumOp(List.of(0)).apply(y);
    Node largest = new MaxOp(List.of(0, 1)).apply(y);
    Node scaled = Ops.divide(y, sum);
    Roots fused = ElementwiseFusion.apply(outputs(scaled, largest));
    List<FusedOp> passes = passes(fused);
    assertThat(passes).hasSize(2);
    assertThat(passes.getFirst().outcomes())
        .containsExactlyInAnyOrder(
            new Outcome.Stored(DType.F32),
            new Outcome.Reduced(Fold.SUM, List.of(0)),
            new Outcome.Reduced(Fold.MAX, List.of(0, 1)));
    Map<Node, NdArray> feeds = Map.of(x, NdArray.of(x.shape(), -2, -1, 0, 1, 2, 3));
    assertThat(Interpreter.evaluate(fused.outputs(), feeds))
        .isEqualTo(Interpreter.evaluate(List.of(scaled, largest), feeds));
  }

  @Test
  void sumsOverTheSameValuesAreOnePass() {
    Node sum = new SumOp(List.of(0)).apply(x);
    Node squares = new SumOp(List.of(0)).apply(new SquareOp().apply(x));
    assertThat(ops(ElementwiseFusion.apply(outputs(sum, squares)))).containsExactly("fused");
  }

  @Test
  void castsJoinTheirNeighbours() {
    Node wide = CastOp.to(new Input("narrow", new TensorType(DType.BF16, x.shape())), DType.F32);
    Node sum = Ops.add(wide, x);
    Roots fused = ElementwiseFusion.apply(outputs(CastOp.to(Ops.multiply(sum, sum), DType.BF16)));
    assertThat(passes(fused))
        .singleElement()
        .satisfies(
            pass -> assertThat(pass.outcomes()).containsExactly(new Outcome.Stored(DType.BF16)));
  }

  /** Between the formulas of a pass nothing is rounded. */
  @Test
  void aCastThereAndBackWithinAPassIsNothing() {
    Node there = CastOp.to(new TanhOp().apply(x), DType.BF16);
    Node back = Ops.add(CastOp.to(there, DType.F32), x);
    assertThat(passes(ElementwiseFusion.apply(outputs(back))))
        .singleElement()
        .satisfies(pass -> assertThat(pass.program().instructions()).hasSize(2));
  }

  /** Else no number would equal the maximum later. */
  @Test
  void theMaximumOfRoundedNumbersIsTakenAfterRounding() {
    Node rounded = CastOp.to(new TanhOp().apply(x), DType.BF16);
    Node largest = new MaxOp(List.of(1)).apply(rounded);
    Roots fused = ElementwiseFusion.apply(outputs(largest, rounded));
    assertThat(ops(fused)).containsExactly("fused", "fused", "cast");
  }

  @Test
  void aProductBetweenKeepsTwoPassesApart() {
    Node a = new TanhOp().apply(x);
    Node b = Ops.add(a, Ops.matmul(a, w));
    assertThat(ops(ElementwiseFusion.apply(outputs(b))))
        .containsExactly("fused", "matmul", "fused");
  }

  @Test
  void aVariableIsOverwrittenAfterItsLastReader() {
    Variable parameter = new Variable("parameter", Tensor.of(Shape.of(3, 3), new float[9]));
    Node product = Ops.matmul(x, parameter);
    Node next = Ops.subtract(parameter, w);
    Roots roots = new Roots(List.of(product), List.of(new Assignment(parameter, next)));
    ExecutionOrder schedule = ExecutionOrder.of(roots, (application, input, result) -> true);
    assertThat(schedule.order())
        .extracting(step -> step.op().name())
        .containsExactly("matmul", "subtract");
    assertThat(schedule.inPlace()).containsValue(parameter);
    assertThat(schedule.copies()).isEmpty();
  }

  @Test
  void aVariableNeededOldAndNewIsCopiedAtTheEnd() {
    Variable parameter = new Variable("parameter", Tensor.of(Shape.of(3, 3), new float[9]));
    Node next = Ops.subtract(parameter, w);
    Node difference = Ops.matmul(next, parameter);
    Roots roots = new Roots(List.of(difference), List.of(new Assignment(parameter, next)));
    ExecutionOrder schedule = ExecutionOrder.of(roots, (application, input, result) -> true);
    assertThat(schedule.inPlace()).isEmpty();
    assertThat(schedule.copies()).hasSize(1);
  }

  @Test
  void aKernelThatMustNotOverwriteGetsACopy() {
    Variable parameter = new Variable("parameter", Tensor.of(Shape.of(3, 3), new float[9]));
    Node next = Ops.matmul(parameter, w);
    Roots roots = new Roots(List.of(), List.of(new Assignment(parameter, next)));
    ExecutionOrder schedule = ExecutionOrder.of(roots, (application, input, result) -> false);
    assertThat(schedule.copies()).hasSize(1);
  }

  @Test
  void rootsRefuseAVariableAssignedTwice() {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                new Roots(
                    List.of(), List.of(new Assignment(bias, bias), new Assignment(bias, bias))))
        .hasMessage("variable 'bias': assigned twice in one graph");
  }

  @Test
  void scopesSurviveFusion() {
    Node y =
        dev.ranvier.graph.Scope.within(
            "layer1", () -> new ReluOp().apply(Ops.add(Ops.matmul(x, w), bias)));
    Roots fused = BiasFusion.apply(outputs(y), application -> true);
    assertThat(Rewriting.applications(fused))
        .extracting(Application::scope)
        .containsExactly("layer1");
  }
}
