package dev.ranvier.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Slice;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every optimizer on problems whose minimum is known. A new one is one line in {@link #all}. */
class OptimizerTest {
  /** An optimizer with the rates that suit the problems. */
  record Case(Optimizer parabola, Optimizer rosenbrock) {
    @Override
    public String toString() {
      return parabola.toString();
    }
  }

  static Stream<Case> all() {
    return Stream.of(
        new Case(new Sgd(0.1), new Sgd(0.001)),
        new Case(new Sgd(0.02).withMomentum(0.9), new Sgd(0.0002).withMomentum(0.9)),
        new Case(new Adam().withLearningRate(0.1), new Adam().withLearningRate(0.02)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void findsTheBottomOfAParabola(Case optimizer) {
    Tensor start = Tensor.of(Shape.of(3), 5, -3, 0.5f);
    float[] end =
        minimize(
            optimizer.parabola(),
            start,
            x -> Ops.sum(Ops.square(Ops.subtract(x, Ops.number(2)))),
            400);
    for (float value : end) {
      assertThat(value).isBetween(1.99f, 2.01f);
    }
  }

  /** f(x, y) = (1 − x)² + 100 (y − x²)²; minimum at (1, 1) behind a curved valley. */
  @ParameterizedTest
  @MethodSource("all")
  void followsTheValleyOfRosenbrock(Case optimizer) {
    float[] end =
        minimize(
            optimizer.rosenbrock(),
            Tensor.of(Shape.of(2), -1, 1),
            OptimizerTest::rosenbrock,
            20_000);
    assertThat(end[0]).isBetween(0.98f, 1.02f);
    assertThat(end[1]).isBetween(0.96f, 1.04f);
  }

  private static Node rosenbrock(Node point) {
    Node x = new Slice(List.of(0), List.of(1)).apply(point);
    Node y = new Slice(List.of(1), List.of(1)).apply(point);
    Node valley = Ops.square(Ops.subtract(y, Ops.square(x)));
    Node slope = Ops.square(Ops.subtract(Ops.number(1), x));
    return Ops.sum(Ops.add(slope, Ops.multiply(valley, 100)));
  }

  private static float[] minimize(
      Optimizer optimizer, Tensor start, UnaryOperator<Node> objective, int steps) {
    Variable x = new Variable("x", start);
    Input rate = new Input("rate", TensorType.f32());
    Input number = new Input("number", TensorType.f32());
    List<Variable> state = new ArrayList<>();
    for (Tensor first : optimizer.init(x.type())) {
      state.add(new Variable("state" + state.size(), first));
    }
    Node gradient = Gradients.of(objective.apply(x), List.of(x)).getFirst();
    Optimizer.Update update =
        optimizer.update(x, gradient, List.copyOf(state), new Optimizer.Step(rate, number));
    List<Assignment> assignments = new ArrayList<>();
    assignments.add(new Assignment(x, update.parameter()));
    for (int i = 0; i < state.size(); i++) {
      assignments.add(new Assignment(state.get(i), update.state().get(i)));
    }
    Plan plan = Engines.standard().compile(List.of(rate, number), List.of(), assignments);
    plan.input(rate).setDouble(0, optimizer.learningRate());
    for (int step = 1; step <= steps; step++) {
      plan.input(number).setDouble(0, step);
      plan.run();
    }
    return x.value().toFloats();
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Sgd(-0.1))
        .hasMessage("sgd: learning rate must be above 0, got -0.1");
    assertThatThrownBy(() -> new Sgd(Double.NaN))
        .hasMessage("sgd: learning rate must be above 0, got NaN");
    assertThatThrownBy(() -> new Sgd(0.1).withMomentum(1))
        .hasMessage("sgd: momentum must be at least 0 and below 1, got 1.0");
    assertThatThrownBy(() -> new Adam().withBeta1(1.5))
        .hasMessage("adam: beta1 must be at least 0 and below 1, got 1.5");
    assertThatThrownBy(() -> new Adam().withBeta2(-1))
        .hasMessage("adam: beta2 must be at least 0 and below 1, got -1.0");
    assertThatThrownBy(() -> new Adam().withEpsilon(0))
        .hasMessage("adam: epsilon must be above 0, got 0.0");
  }
}
