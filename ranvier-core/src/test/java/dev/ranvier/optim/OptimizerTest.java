package dev.ranvier.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Entry;
import dev.ranvier.catalog.Kind;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Variable;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every optimizer on problems whose minimum is known. A new one is one line in {@link #all}. */
class OptimizerTest {
  /** An optimizer with the rates that suit the problems. */
  record Case(Optimizer parabola, Optimizer rosenbrock, float x, float y) {
    Case(Optimizer parabola, Optimizer rosenbrock) {
      this(parabola, rosenbrock, -1, 1);
    }

    /** The same, but Rosenbrock's valley is entered elsewhere. */
    Case from(float otherX, float otherY) {
      return new Case(parabola, rosenbrock, otherX, otherY);
    }

    @Override
    public String toString() {
      return parabola.toString();
    }
  }

  static Stream<Case> all() {
    return Stream.of(
        new Case(new Sgd(0.1), new Sgd(0.001)),
        new Case(new Sgd(0.02).withMomentum(0.9), new Sgd(0.0002).withMomentum(0.9)),
        both(new Momentum(), 0.02, 0.0002),
        both(new Nesterov(), 0.02, 0.0002),
        both(new Adagrad(), 0.5, 0.3),
        new Case(new Adadelta().withEpsilon(1e-4), new Adadelta()),
        both(new Rmsprop(), 0.05, 0.001),
        both(new Rmsprop().withCentered(true), 0.05, 0.001),
        both(new Rmsprop().withMomentum(0.9), 0.005, 0.0002),
        both(new Adam(), 0.1, 0.02),
        both(new Adamw().withWeightDecay(1e-5), 0.1, 0.02),
        both(new Adamax(), 0.3, 0.02),
        both(new Nadam(), 0.1, 0.02),
        both(new Radam(), 0.1, 0.002),
        both(new Amsgrad(), 0.1, 0.02),
        both(new Lion().withBeta2(0.9), 0.03, 0.001),
        both(new Lamb().withWeightDecay(0), 0.05, 0.002).from(2, 3),
        both(new Rprop(), 0.01, 0.01),
        both(new Muon().withOthers(new Adamw(1, 0.9, 0.999, 1e-8, 0)), 0.1, 0.02),
        both(new ClipValue(1, new Sgd(0.1)), 0.1, 0.005),
        both(new ClipNorm(1, new Sgd(0.1)), 0.1, 0.005),
        both(new ClipGlobalNorm(1, new Sgd(0.1)), 0.1, 0.005),
        both(new WeightDecay(1e-5, new Adam()), 0.1, 0.02),
        both(new DecoupledDecay(1e-5, new Adam()), 0.1, 0.02),
        both(new GradientAccumulation(2, new Adam()), 0.3, 0.02),
        both(new ExponentialMovingAverage(0.9, new Adam()), 0.1, 0.02),
        both(new WeightAveraging(100, 10, new Adam()), 0.1, 0.02),
        both(new Lookahead(new Adam()), 0.3, 0.02),
        both(new Where(List.of("x"), new Adam(), new Sgd(0.001)), 0.1, 0.02));
  }

  private static Case both(Optimizer optimizer, double parabola, double rosenbrock) {
    return new Case(optimizer.withLearningRate(parabola), optimizer.withLearningRate(rosenbrock));
  }

  @Test
  void noOptimizerOfTheCatalogueIsLeftOut() {
    assertThat(
            all()
                .flatMap(each -> Stream.of(each.parabola(), new Frozen()))
                .<Class<?>>map(Object::getClass))
        .containsAll(
            Catalog.standard().entries(Kind.OPTIMIZERS).stream()
                .<Class<?>>map(Entry::type)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("all")
  void findsTheBottomOfAParabola(Case optimizer) {
    Tensor start = Tensor.of(Shape.of(3), 5, -3, 0.5f);
    Descent descent = Descent.of(optimizer.parabola(), start, Descent::parabola).run(400);
    for (float value : descent.value()) {
      assertThat(value).isBetween(1.99f, 2.01f);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void followsTheValleyOfRosenbrock(Case optimizer) {
    Tensor start = Tensor.of(Shape.of(2), optimizer.x(), optimizer.y());
    Descent descent = Descent.of(optimizer.rosenbrock(), start, Descent::rosenbrock).run(20_000);
    assertThat(descent.value()[0]).isBetween(0.98f, 1.02f);
    assertThat(descent.value()[1]).isBetween(0.96f, 1.04f);
  }

  /** What the reductions need aside, every update is one pass over the parameter. */
  @ParameterizedTest
  @MethodSource("all")
  void runsAsOnePassOverAParameter(Case optimizer) {
    Variable parameter = new Variable("x", Tensor.zeros(TensorType.f32(1000)));
    Input gradient = new Input("gradient", parameter.type());
    Input rate = new Input("rate", TensorType.f32());
    Input number = new Input("number", TensorType.f32());
    List<Variable> state = new ArrayList<>();
    for (Tensor first : optimizer.parabola().init(parameter)) {
      state.add(new Variable("state" + state.size(), first));
    }
    Optimizer.Update update =
        optimizer
            .parabola()
            .update(
                List.of(new Optimizer.Parameter("x", parameter, gradient, List.copyOf(state))),
                new Optimizer.Step(rate, number))
            .getFirst();
    List<Assignment> assignments = new ArrayList<>();
    assignments.add(new Assignment(parameter, update.parameter()));
    for (int i = 0; i < state.size(); i++) {
      assignments.add(new Assignment(state.get(i), update.state().get(i)));
    }
    Plan plan = Engines.standard().compile(List.of(gradient, rate, number), List.of(), assignments);
    List<String> passes =
        plan.describe().lines().filter(line -> line.contains("f32[1000]")).toList();
    assertThat(passes).as(plan.describe()).hasSize(storesBeforeItsNorm(optimizer) ? 2 : 1);
    long remembered = state.stream().filter(each -> each.shape().rank() == 1).count();
    assertThat(String.join("", passes).split("f32\\[1000\\] @variable", -1))
        .hasSize((int) remembered + 2);
  }

  /** LAMB scales its change by the norm of it; norms alone are sums that store no vector. */
  private static boolean storesBeforeItsNorm(Case optimizer) {
    return optimizer.parabola() instanceof Lamb;
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
    assertThatThrownBy(() -> new Rprop().withShrink(1))
        .hasMessage("rprop: shrink must be above 0 and below 1, got 1.0");
    assertThatThrownBy(() -> new Rprop().withGrowth(1))
        .hasMessage("rprop: growth must be above 1, got 1.0");
    assertThatThrownBy(() -> new Adamw().withWeightDecay(-1))
        .hasMessage("adamw: weight decay must be at least 0, got -1.0");
  }
}
