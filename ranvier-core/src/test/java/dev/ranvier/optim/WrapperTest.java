package dev.ranvier.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.graph.Variable;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What wrappers do to the steps of plain gradient descent, by hand. */
class WrapperTest {
  private static final Sgd SGD = new Sgd(0.1);

  /** On f(x) = Σ (x − 2)², whose gradient is 2 (x − 2). */
  private static Descent from(Optimizer optimizer, float... start) {
    return Descent.of(optimizer, Tensor.of(Shape.of(start.length), start), Descent::parabola);
  }

  @Test
  void clippingByValueTouchesWhatIsTooLarge() {
    float[] after = from(new ClipValue(1, SGD), 5, 2.25f, -3).step(0.1).value();
    assertThat(after).containsExactly(new float[] {4.9f, 2.2f, -2.9f}, within(1e-6f));
  }

  @Test
  void clippingByNormKeepsTheDirection() {
    // The gradient is (6, 8), of norm 10.
    float[] after = from(new ClipNorm(5, SGD), 5, 6).step(0.1).value();
    assertThat(after).containsExactly(new float[] {4.7f, 5.6f}, within(1e-5f));
    assertThat(from(new ClipNorm(11, SGD), 5, 6).step(0.1).value())
        .containsExactly(new float[] {4.4f, 5.2f}, within(1e-5f));
  }

  @Test
  void clippingByTheGlobalNormLooksAtAllParametersTogether() {
    Variable x = new Variable("x", Tensor.of(Shape.of(1), 5));
    Variable y = new Variable("y", Tensor.of(Shape.of(1), 6));
    Descent descent =
        new Descent(
            new ClipGlobalNorm(5, SGD),
            all -> Ops.add(Descent.parabola(all.get(0)), Descent.parabola(all.get(1))),
            x,
            y);
    descent.step(0.1);
    assertThat(descent.value(0)[0]).isCloseTo(4.7f, within(1e-5f));
    assertThat(descent.value(1)[0]).isCloseTo(5.6f, within(1e-5f));
  }

  @Test
  void weightDecayIsPartOfTheGradientOrBesideIt() {
    assertThat(from(new WeightDecay(0.5, SGD), 4).step(0.1).value()[0])
        .isCloseTo(4 - 0.1f * (4 + 0.5f * 4), within(1e-6f));
    // Adam's first step is as long as the rate, whatever the gradient.
    Adam adam = new Adam().withLearningRate(0.1);
    assertThat(from(new WeightDecay(0.5, adam), 4).step(0.1).value()[0])
        .isCloseTo(3.9f, within(1e-5f));
    assertThat(from(new DecoupledDecay(0.5, adam), 4).step(0.1).value()[0])
        .isCloseTo(3.9f - 0.1f * 0.5f * 4, within(1e-5f));
  }

  @Test
  void accumulationStepsByTheMeanOfTheGradientsAndCountsItsOwnSteps() {
    Descent accumulated =
        from(new GradientAccumulation(3, new Adam().withLearningRate(0.1)), 5, -3);
    Descent plain = from(new Adam().withLearningRate(0.1), 5, -3);
    for (int i = 0; i < 4; i++) {
      float[] before = accumulated.value();
      assertThat(accumulated.step(0.1).step(0.1).value()).containsExactly(before);
      // The point has not moved, so the mean of three gradients is the gradient.
      assertThat(accumulated.step(0.1).value())
          .containsExactly(plain.step(0.1).value(), within(1e-6f));
    }
  }

  @Test
  void anAverageIsKeptBesideTheParameters() {
    Descent averaged = from(new ExponentialMovingAverage(0.75, SGD), 7);
    Descent plain = from(SGD, 7);
    float first = plain.step(0.1).value()[0];
    assertThat(averaged.evaluated()).as("before the first step").containsExactly(7f);
    assertThat(averaged.step(0.1).evaluated()).containsExactly(first);
    float second = plain.step(0.1).value()[0];
    assertThat(averaged.step(0.1).value()).containsExactly(second);
    assertThat(averaged.evaluated()[0]).isCloseTo(0.75f * first + 0.25f * second, within(1e-6f));
  }

  @Test
  void stochasticWeightAveragingTakesTheMeanOfChosenMoments() {
    Descent averaged = from(new WeightAveraging(3, 2, SGD), 7);
    Descent plain = from(SGD, 7);
    float[] values = new float[8];
    for (int step = 1; step < values.length; step++) {
      values[step] = plain.step(0.1).value()[0];
      averaged.step(0.1);
      float expected =
          switch (step) {
            case 1, 2, 3 -> values[step];
            case 4 -> values[3];
            case 5, 6 -> (values[3] + values[5]) / 2;
            default -> (values[3] + values[5] + values[7]) / 3;
          };
      assertThat(averaged.evaluated()[0]).as("step %d", step).isCloseTo(expected, within(1e-5f));
      assertThat(averaged.value()[0]).isEqualTo(values[step]);
    }
  }

  @Test
  void lookaheadGoesBackPartOfTheWay() {
    Descent ahead = from(new Lookahead(2, 0.5, SGD), 7);
    float fast = 2 + 5 * 0.8f * 0.8f;
    assertThat(ahead.step(0.1).value()[0]).isCloseTo(6, within(1e-6f));
    assertThat(ahead.step(0.1).value()[0]).isCloseTo((7 + fast) / 2, within(1e-6f));
  }

  @Test
  void parametersAreChosenByName() {
    Descent descent =
        two(new Where(List.of("*biases"), new Frozen(), SGD), "dense1/weights", "dense1/biases");
    descent.step(0.1);
    assertThat(descent.value(0)[0]).isCloseTo(6f, within(1e-6f));
    assertThat(descent.value(1)[0]).isEqualTo(7f);
  }

  @Test
  void groupsFollowAScheduleInProportion() {
    Where groups = new Where(List.of("conv?/*"), new Sgd(0.01), SGD);
    assertThat(groups.learningRate()).isEqualTo(0.1);
    assertThat(groups.withLearningRate(0.2).optimizer().learningRate()).isEqualTo(0.02);
    Descent descent = two(groups, "conv1/weights", "dense1/weights");
    descent.step(0.05);
    assertThat(descent.value(0)[0]).isCloseTo(7 - 0.005f * 10, within(1e-6f));
    assertThat(descent.value(1)[0]).isCloseTo(7 - 0.05f * 10, within(1e-6f));
  }

  private static Descent two(Optimizer optimizer, String first, String second) {
    return new Descent(
        optimizer,
        all -> Ops.add(Descent.parabola(all.get(0)), Descent.parabola(all.get(1))),
        new Variable(first, Tensor.of(Shape.of(1), 7)),
        new Variable(second, Tensor.of(Shape.of(1), 7)));
  }

  @Test
  void wrappersAreNestedInAnyOrder() {
    Optimizer nested =
        new ExponentialMovingAverage(
            0.5, new GradientAccumulation(2, new ClipNorm(1, new Lookahead(2, 0.5, SGD))));
    Descent descent = from(nested, 7);
    assertThat(descent.step(0.1).value()).containsExactly(7f);
    assertThat(descent.step(0.1).value()[0]).isCloseTo(6.9f, within(1e-5f));
    assertThat(descent.evaluated()[0]).isCloseTo(6.95f, within(1e-5f));
    // The second clipped step leads to 6.8; half of the way back to 7.
    assertThat(descent.step(0.1).step(0.1).value()[0]).isCloseTo(6.9f, within(1e-5f));
  }

  @Test
  void aScheduleReplacesTheMomentum() {
    Descent scheduled = from(new Sgd(0.1, 0.9), 7).withMomentum(0.5);
    Descent plain = from(new Sgd(0.1, 0.5), 7);
    for (int i = 0; i < 3; i++) {
      assertThat(scheduled.step(0.1).value()).containsExactly(plain.step(0.1).value());
    }
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> new GradientAccumulation(0, SGD))
        .hasMessage("gradient-accumulation: batches must be at least 1, got 0");
    assertThatThrownBy(() -> new ClipValue(0, SGD))
        .hasMessage("clip-value: limit must be above 0, got 0.0");
    assertThatThrownBy(() -> new ClipGlobalNorm(-1, SGD))
        .hasMessage("clip-global-norm: norm must be above 0, got -1.0");
    assertThatThrownBy(() -> new WeightDecay(-0.1, SGD))
        .hasMessage("weight-decay: decay must be at least 0, got -0.1");
    assertThatThrownBy(() -> new ExponentialMovingAverage(1, SGD))
        .hasMessage("exponential-moving-average: decay must be at least 0 and below 1, got 1.0");
    assertThatThrownBy(() -> new WeightAveraging(0, 1, SGD))
        .hasMessage("weight-averaging: start must be at least 1, got 0");
    assertThatThrownBy(() -> new Lookahead(SGD).withShare(1.5))
        .hasMessage("lookahead: share must be above 0 and at most 1, got 1.5");
    assertThatThrownBy(() -> new Where(List.of("*"), new Frozen(), new Frozen()))
        .hasMessage("where: both optimizers are frozen; give one of them a rule that trains");
    assertThatThrownBy(
            () -> two(new Where(List.of("con1/*"), new Frozen(), SGD), "conv1/w", "dense1/w"))
        .hasMessage("where: no parameter is called 'con1/*'; the parameters are conv1/w, dense1/w");
  }
}
