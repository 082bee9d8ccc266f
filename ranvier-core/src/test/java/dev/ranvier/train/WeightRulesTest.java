package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Constraint;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Regularizer;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.constraint.MaxNorm;
import dev.ranvier.nn.constraint.NonNegative;
import dev.ranvier.nn.constraint.UnitNorm;
import dev.ranvier.nn.layer.ActivityPenalty;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.nn.regularizer.L1;
import dev.ranvier.nn.regularizer.L2;
import dev.ranvier.optim.Sgd;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Regularizers and constraints in training. */
class WeightRulesTest {
  private static final double RATE = 0.1;
  private static final Batch BATCH =
      new Batch(
          Tensor.of(Shape.of(2, 3), 1, 2, -1, 0.5f, -2, 3),
          Tensor.of(Shape.of(2, 2), 1, 0, 0, 1),
          2);

  @Test
  void anL2PenaltyIsWeightDecayByTwiceRateTimesLambda() {
    // The lecture's w ← w · (1 − 2αλ) − α · ∂L/∂w, against w ← w − α · ∂L/∂w.
    double lambda = 0.25;
    float[] before = weights(model(new Dense(2)));
    float[] plain = stepped(new Dense(2));
    float[] decayed = stepped(new Dense(2).regularized(new L2(lambda)));
    for (int i = 0; i < before.length; i++) {
      double gradientStep = plain[i] - before[i];
      double expected = before[i] * (1 - 2 * RATE * lambda) + gradientStep;
      assertThat((double) decayed[i]).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void anL1PenaltyMovesEveryWeightByRateTimesLambda() {
    double lambda = 0.25;
    float[] before = weights(model(new Dense(2)));
    float[] plain = stepped(new Dense(2));
    float[] moved = stepped(new Dense(2).regularized(new L1(lambda)));
    for (int i = 0; i < before.length; i++) {
      double expected = plain[i] - RATE * lambda * Math.signum(before[i]);
      assertThat((double) moved[i]).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void penaltiesCountWeightsOnceAndLeaveBiasesAlone() {
    Regularizer squares = new L2(1);
    Model model =
        model(new Sequential(new Dense(4), new Relu(), new Dense(2)).regularized(squares));
    double expected = 0;
    for (var parameter : model.parameters()) {
      parameter.value().setDouble(0, 3); // a bias that is not 0
      if (parameter.shape().rank() > 1) {
        for (float w : parameter.value().toFloats()) {
          expected += w * w;
        }
      }
    }
    Model free = model(new Sequential(new Dense(4), new Relu(), new Dense(2)));
    for (int i = 0; i < free.parameters().size(); i++) {
      free.parameters().get(i).value().copyFrom(model.parameters().get(i).value());
    }
    assertThat(step(model) - step(free)).isCloseTo(expected, within(1e-4));
  }

  @Test
  void anActivityPenaltyIsTheMeanOverTheBatch() {
    Model model = model(new Sequential(new ActivityPenalty().withL1(0.5).withL2(2), new Dense(2)));
    Model free = model(new Sequential(new Dense(2)));
    // Σ|x| = 9.5 and Σx² = 19.25 over two examples.
    assertThat(step(model) - step(free)).isCloseTo((0.5 * 9.5 + 2 * 19.25) / 2, within(1e-4));
  }

  @Test
  void constraintsHoldAfterEveryStep() {
    for (float length : unitLengths(stepped(constrained(new MaxNorm(0.3))))) {
      assertThat(length).isLessThanOrEqualTo(0.3f + 1e-6f);
    }
    for (float length : unitLengths(stepped(constrained(new UnitNorm())))) {
      assertThat(length).isCloseTo(1, within(1e-6f));
    }
    for (float weight : stepped(constrained(new NonNegative()))) {
      assertThat(weight).isNotNegative();
    }
  }

  @Test
  void lengthsAreRightWhereSquaresOverflow() {
    Variable weights = new Variable("weights", Tensor.of(Shape.of(2, 2), 3e19f, 3, 4e19f, -4));
    for (Constraint constraint : List.of(new MaxNorm(1), new UnitNorm())) {
      Plan plan = Engines.standard().compile(List.of(), List.of(constraint.constrain(weights)));
      plan.run();
      assertThat(plan.output(0).toFloats())
          .containsExactly(new float[] {0.6f, 0.6f, 0.8f, -0.8f}, within(1e-6f));
    }
  }

  @Test
  void namesStayWithTheLayerWhicheverIsOutside() {
    Layer inside = new Dense(2).named("head").regularized(new L2(1)).constrained(new UnitNorm());
    Layer outside = new Dense(2).constrained(new UnitNorm()).regularized(new L2(1)).named("head");
    for (Layer layer : List.of(inside, outside)) {
      assertThat(model(new Sequential(layer)).parameters().getFirst().name())
          .isEqualTo("head/weights");
      assertThat(layer.kind()).isEqualTo("dense");
    }
  }

  @Test
  void aLayerWithoutWeightsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model(new Sequential(new Relu().regularized(new L2(1)))))
        .withMessage(
            "relu 'relu1': has no weights that a regularizer or constraint could apply to; give it"
                + " to a layer with weights, or use activity-penalty for a layer's results");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new L2(-1))
        .withMessage("l2: rate must be at least 0, got -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaxNorm(0))
        .withMessage("max-norm: limit must be above 0, got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ActivityPenalty(0, -1))
        .withMessage("activity-penalty: l2 must be at least 0, got -1.0");
  }

  private static Layer constrained(Constraint constraint) {
    return new Dense(2).constrained(constraint);
  }

  private static Model model(Layer layer) {
    return new Model(TensorType.f32(3), layer, 7);
  }

  private static float[] weights(Model model) {
    return model.parameters().getFirst().value().toFloats();
  }

  private static float[] stepped(Layer layer) {
    Model model = model(layer);
    step(model);
    return weights(model);
  }

  /** The loss before a step of gradient descent. */
  private static double step(Model model) {
    TrainingStep step =
        new TrainingStep(Engines.standard(), model, new SquaredError(), new Sgd(RATE), 2, 7);
    return step.run(BATCH, RATE, 1);
  }

  private static float[] unitLengths(float[] weights) {
    float[] squares = new float[2];
    for (int i = 0; i < weights.length; i++) {
      squares[i % 2] += weights[i] * weights[i];
    }
    return new float[] {(float) Math.sqrt(squares[0]), (float) Math.sqrt(squares[1])};
  }
}
