package dev.ranvier.plan;

import static dev.ranvier.tensor.TensorType.f32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Scope;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.Composite;
import dev.ranvier.op.FusedOp;
import dev.ranvier.op.OpExample;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReluOp;
import dev.ranvier.op.TanhOp;
import dev.ranvier.op.normalization.BatchNormalizationGradientOp;
import dev.ranvier.op.normalization.BatchNormalizationOp;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpansionTest {
  static List<OpExample> composites() {
    TensorType x = f32(4, 5, 3, 2);
    TensorType c = f32(2);
    return List.of(
        OpExample.of(new BatchNormalizationOp(1e-3), x, c, c),
        OpExample.of(new BatchNormalizationOp(1e-3), f32(7, 2), c, c).within(99, 101),
        OpExample.of(new BatchNormalizationOp(1e-3), x.withDType(DType.F64), f64(2), f64(2)),
        OpExample.of(new BatchNormalizationGradientOp(1e-3), x, c, c, c, x).within(0.5, 2));
  }

  private static TensorType f64(int... sizes) {
    return new TensorType(DType.F64, Shape.of(sizes));
  }

  @ParameterizedTest
  @MethodSource("composites")
  void theNodesGiveWhatTheDefinitionSays(OpExample example) {
    List<NdArray> values = example.draw(CounterRandom.of(3, 1, 0));
    Map<Node, NdArray> given = new HashMap<>();
    List<Node> inputs = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      inputs.add(new Input("input" + i, example.inputs().get(i)));
      given.put(inputs.get(i), values.get(i));
    }
    List<Node> made = ((Composite) example.op()).expand(inputs);
    List<NdArray> expected = example.op().evaluate(values);
    assertThat(made).extracting(Node::type).isEqualTo(example.op().infer(example.inputs()));
    for (int i = 0; i < made.size(); i++) {
      NdArray got = Interpreter.evaluate(List.of(made.get(i)), given).getFirst();
      assertThat(got.data()).containsExactly(expected.get(i).data(), within(1e-10));
    }
  }

  @Test
  void statisticsOfBf16NumbersAreInSinglePrecision() {
    Input x = new Input("x", f32(6, 3).withDType(DType.BF16));
    Input c = new Input("c", f32(3));
    List<Node> made = new BatchNormalizationOp(1e-5).expand(List.of(x, c, c));
    assertThat(made).extracting(Node::dtype).containsExactly(DType.BF16, DType.F32, DType.F32);
  }

  @Test
  void expandedOpsStayInTheirLayer() {
    Input x = new Input("x", f32(6, 3));
    Input c = new Input("c", f32(3));
    Node y =
        Scope.within("norm", () -> new BatchNormalizationOp(1e-5).applyAll(x, c, c)).getFirst();
    Roots expanded = Expansion.apply(new Roots(List.of(new TanhOp().apply(y)), List.of()));
    List<Application> applications = Rewriting.applications(expanded);
    assertThat(applications).noneMatch(application -> application.op() instanceof Composite);
    assertThat(applications.subList(0, applications.size() - 1))
        .extracting(Application::scope)
        .containsOnly("norm");
    assertThat(applications.getLast().scope()).isEmpty();
  }

  /** Statistics take two passes over x, and all that follows is one with them done. */
  @Test
  void aRectifiedNormalizationIsOnePassAfterItsStatistics() {
    Shape shape = Shape.of(8, 4, 4, 3);
    Input x = new Input("x", f32(8, 4, 4, 3));
    Input shortcut = new Input("shortcut", x.type());
    Input c = new Input("c", f32(3));
    Node y = new BatchNormalizationOp(1e-5).applyAll(x, c, c).getFirst();
    List<FusedOp> passes = passes(new ReluOp().apply(Ops.add(y, shortcut)), shape);
    assertThat(passes).hasSize(3);
    assertThat(passes.getLast().program().inputs()).isEqualTo(5);
  }

  /** The gradient's sums are one pass together with the rectifier's mask, its result another. */
  @Test
  void theGradientBehindARectifierIsTwoPasses() {
    Shape shape = Shape.of(8, 4, 4, 3);
    Input x = new Input("x", f32(8, 4, 4, 3));
    Input z = new Input("z", x.type());
    Input c = new Input("c", f32(3));
    Node masked = Ops.multiply(x, Ops.less(Ops.number(0), z));
    Node dx = new BatchNormalizationGradientOp(1e-5).applyAll(z, c, c, c, masked).getFirst();
    List<FusedOp> passes = passes(dx, shape);
    assertThat(passes).hasSize(2);
    assertThat(passes.getFirst().outcomes()).hasSize(3);
  }

  /** The fused passes over a shape. */
  private static List<FusedOp> passes(Node output, Shape shape) {
    Variable total = new Variable("total", Tensor.zeros(output.type()));
    Roots roots = new Roots(List.of(), List.of(new Assignment(total, output)));
    Roots fused = ElementwiseFusion.apply(Simplification.apply(Expansion.apply(roots)));
    return Rewriting.applications(fused).stream()
        .map(Application::op)
        .filter(op -> op instanceof FusedOp pass && pass.shape().equals(shape))
        .map(FusedOp.class::cast)
        .toList();
  }

  @Test
  void castsStandOnlyWhereTypesDiffer() {
    Input x = new Input("x", f32(6, 3));
    Input c = new Input("c", f32(3));
    Node y = new BatchNormalizationOp(1e-5).applyAll(x, c, c).getFirst();
    Roots expanded = Expansion.apply(new Roots(List.of(y), List.of()));
    assertThat(Rewriting.applications(expanded))
        .noneMatch(application -> application.op() instanceof CastOp);
  }
}
