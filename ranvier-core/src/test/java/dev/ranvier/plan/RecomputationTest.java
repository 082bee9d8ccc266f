package dev.ranvier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReluOp;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.SigmoidOp;
import dev.ranvier.op.TanhOp;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecomputationTest {
  private final Input x = new Input("x", TensorType.f32(30, 30));

  private static ExecutionOrder order(Roots roots) {
    return ExecutionOrder.of(roots, (application, input, result) -> false);
  }

  private static long peak(ExecutionOrder schedule) {
    return Liveness.peak(Liveness.bytes(schedule.roots(), schedule.order(), schedule.inPlace()));
  }

  private static Roots recomputed(Roots roots) {
    return Recomputation.apply(roots, RecomputationTest::order, RecomputationTest::peak);
  }

  private static List<String> ops(Roots roots) {
    return order(roots).order().stream().map(application -> application.op().name()).toList();
  }

  /** Values made from x by cheap steps, each needed twice: on the way there and on the way back. */
  private static Roots thereAndBack(Node start, int steps, boolean products) {
    List<Node> values = new ArrayList<>();
    Node value = start;
    for (int i = 0; i < steps; i++) {
      value = new TanhOp().apply(products ? Ops.matmul(value, start) : value);
      values.add(value);
    }
    Node back = value;
    for (Node each : values.reversed()) {
      back = Ops.multiply(new SigmoidOp().apply(back), each);
    }
    return new Roots(List.of(Ops.sum(back)), List.of());
  }

  @Test
  void valuesThatWaitAreMadeAgainInLessMemoryAndAreTheSame() {
    Roots roots = thereAndBack(x, 16, false);
    Roots again = recomputed(roots);
    assertThat(peak(order(again))).isLessThan(peak(order(roots)) * 2 / 3);
    assertThat(ops(again).stream().filter("tanh"::equals).count()).isBetween(17L, 31L);
    Map<Node, NdArray> feeds = Map.of(x, ramp(x.shape()));
    assertThat(Interpreter.evaluate(again.outputs(), feeds))
        .isEqualTo(Interpreter.evaluate(roots.outputs(), feeds));
  }

  @Test
  void productsAreMadeAgainWhereThatSavesMuch() {
    Roots again = recomputed(thereAndBack(x, 16, true));
    assertThat(ops(again).stream().filter("matmul"::equals).count()).isBetween(17L, 31L);
    assertThat(peak(order(again))).isLessThan(peak(order(thereAndBack(x, 16, true))) * 3 / 4);
  }

  @Test
  void whatSavesNothingIsLeftAsItIs() {
    Roots roots = new Roots(List.of(new ReluOp().apply(Ops.matmul(x, x))), List.of());
    assertThat(recomputed(roots).outputs()).isEqualTo(roots.outputs());
  }

  /** A value that is handed out stays, so making it again would save nothing. */
  @Test
  void outputsAreNotMadeAgain() {
    Roots roots = thereAndBack(x, 3, false);
    List<Node> handedOut = new ArrayList<>(roots.outputs());
    for (Application application : order(roots).order()) {
      handedOut.addAll(application.results());
    }
    Roots all = new Roots(handedOut, List.of());
    assertThat(ops(recomputed(all))).isEqualTo(ops(all));
  }

  @Test
  void aReshapedValueIsTheValue() {
    Node flat = ReshapeOp.to(new TanhOp().apply(x), Shape.of(900));
    Roots roots = thereAndBack(flat, 12, false);
    Roots again = recomputed(roots);
    assertThat(peak(order(again))).isLessThan(peak(order(roots)));
    Map<Node, NdArray> feeds = Map.of(x, ramp(x.shape()));
    assertThat(Interpreter.evaluate(again.outputs(), feeds))
        .isEqualTo(Interpreter.evaluate(roots.outputs(), feeds));
  }

  private static NdArray ramp(Shape shape) {
    NdArray ramp = NdArray.zeros(shape);
    for (int i = 0; i < ramp.data().length; i++) {
      ramp.data()[i] = Math.sin(i);
    }
    return ramp;
  }
}
