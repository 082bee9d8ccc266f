package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Entry;
import dev.ranvier.catalog.Kind;
import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Constraint;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.constraint.MaxNorm;
import dev.ranvier.nn.constraint.NonNegative;
import dev.ranvier.nn.constraint.UnitNorm;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.optim.ClipGlobalNorm;
import dev.ranvier.optim.ClipNorm;
import dev.ranvier.optim.ClipValue;
import dev.ranvier.optim.DecoupledDecay;
import dev.ranvier.optim.ExponentialMovingAverage;
import dev.ranvier.optim.Frozen;
import dev.ranvier.optim.GradientAccumulation;
import dev.ranvier.optim.Lookahead;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Sgd;
import dev.ranvier.optim.WeightAveraging;
import dev.ranvier.optim.WeightDecay;
import dev.ranvier.optim.Where;
import dev.ranvier.optim.Wrapper;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is evaluated obeys the constraints, whatever an optimizer makes of the parameters. */
class AveragedConstraintTest {
  private static final double RATE = 0.3;
  private static final Sgd SGD = new Sgd(RATE, 0.9);
  private static final Batch BATCH =
      new Batch(
          Tensor.of(Shape.of(2, 3), 1, 2, -1, 0.5f, -2, 3),
          Tensor.of(Shape.of(2, 2), 1, 0, 0, 1),
          2);

  static final List<Constraint> CONSTRAINTS =
      List.of(new NonNegative(), new MaxNorm(0.3), new UnitNorm());

  private static final List<UnaryOperator<Optimizer>> WRAPPERS =
      List.of(
          inside -> new ExponentialMovingAverage(0.9, inside),
          inside -> new WeightAveraging(2, 1, inside),
          inside -> new WeightAveraging(3, 2, inside),
          inside -> new Lookahead(2, 0.5, inside),
          inside -> new GradientAccumulation(2, inside),
          inside -> new DecoupledDecay(0.1, inside),
          inside -> new WeightDecay(0.1, inside),
          inside -> new ClipNorm(1, inside),
          inside -> new ClipGlobalNorm(1, inside),
          inside -> new ClipValue(1, inside),
          inside -> new Where(List.of("*bias"), new Frozen(), inside));

  @Test
  void everyConstraintAndEveryWrapperIsTried() {
    assertThat(CONSTRAINTS.stream().<Class<?>>map(Object::getClass))
        .containsAll(types(Catalog.standard().entries(Kind.CONSTRAINTS)));
    assertThat(WRAPPERS.stream().<Class<?>>map(each -> each.apply(SGD).getClass()))
        .containsAll(
            types(
                Catalog.standard().entries(Kind.OPTIMIZERS).stream()
                    .filter(entry -> Wrapper.class.isAssignableFrom(entry.type()))
                    .toList()));
  }

  private static List<Class<?>> types(List<Entry> entries) {
    return entries.stream().<Class<?>>map(Entry::type).toList();
  }

  @ParameterizedTest
  @FieldSource("CONSTRAINTS")
  void whatIsEvaluatedObeysInEveryWrapperAndEveryPairOfThem(Constraint constraint) {
    for (UnaryOperator<Optimizer> outer : WRAPPERS) {
      requireObeying(constraint, outer.apply(SGD));
      for (UnaryOperator<Optimizer> inner : WRAPPERS) {
        if (outer != inner) {
          requireObeying(constraint, outer.apply(inner.apply(SGD)));
        }
      }
    }
  }

  @Test
  void anAverageIsOfWhatTheParameterHasBeen() {
    Model model = model(new NonNegative());
    TrainingState state = state(model, new WeightAveraging(1, 1, SGD));
    TrainingStep step = step(model, state);
    double[] sum = new double[6];
    for (int i = 1; i <= 4; i++) {
      step.run(BATCH, RATE, i);
      state.stepTaken();
      for (int j = 0; j < sum.length; j++) {
        sum[j] += weights(model).value().getDouble(j);
      }
    }
    float[] average = state.withEvaluationWeights(() -> weights(model).value().toFloats());
    for (int j = 0; j < sum.length; j++) {
      assertThat((double) average[j]).isCloseTo(sum[j] / 4, within(1e-6));
    }
  }

  private static void requireObeying(Constraint constraint, Optimizer optimizer) {
    Model model = model(constraint);
    TrainingState state = state(model, optimizer);
    TrainingStep step = step(model, state);
    Variable weights = weights(model);
    Plan obeying = Engines.standard().compile(List.of(), List.of(constraint.constrain(weights)));
    for (int i = 1; i <= 5; i++) {
      step.run(BATCH, RATE, i);
      state.stepTaken();
      float[] trained = weights.value().toFloats();
      state.withEvaluationWeights(
          () -> {
            obeying.run();
            assertThat(weights.value().toFloats())
                .as("%s in %s", constraint, optimizer)
                .containsExactly(obeying.output(0).toFloats(), within(1e-6f));
            return null;
          });
      assertThat(weights.value().toFloats()).containsExactly(trained);
    }
  }

  private static TrainingState state(Model model, Optimizer optimizer) {
    return new TrainingState(model, optimizer, Engines.standard());
  }

  private static TrainingStep step(Model model, TrainingState state) {
    return new TrainingStep(
        Engines.standard(), model, new SquaredError(), state, new BatchForm(2), 7);
  }

  private static Variable weights(Model model) {
    return model.parameters().getFirst();
  }

  private static Model model(Constraint constraint) {
    return new Model(TensorType.f32(3), new Dense(2).constrained(constraint), 7);
  }
}
