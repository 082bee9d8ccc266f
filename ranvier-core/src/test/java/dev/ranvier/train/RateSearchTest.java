package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.source.Digits;
import dev.ranvier.exec.Engines;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Sgd;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The range test and the recipe. */
class RateSearchTest {
  private static final Dataset DIGITS = Digits.train(5, 1000);

  private final Model model =
      new Model(
          TensorType.f32(28, 28, 1),
          new Sequential(new Flatten(), new Dense(32), new Relu(), new Dense(10)),
          1);

  private Trial trial(Optimizer optimizer) {
    return new Trial(
        model,
        new SoftmaxCrossEntropy(),
        optimizer,
        Engines.standard(),
        DIGITS,
        new Batching(32).withShuffle(1));
  }

  @Test
  void ratesGrowByTheSameFactorFromStepToStep() {
    RangeTest test = new RangeTest().withRange(1e-4, 1).withSteps(41);
    assertThat(test.rate(0)).isEqualTo(1e-4);
    assertThat(test.rate(20)).isCloseTo(1e-2, within(1e-12));
    assertThat(test.rate(40)).isCloseTo(1, within(1e-9));
  }

  @Test
  void aRangeTestSuggestsARateThatTrainsAndLeavesTheModelAsItWas() {
    float[] before = model.parameters().getFirst().value().toFloats();
    RateCurve curve = new RangeTest().run(trial(new Adam()));
    assertThat(model.parameters().getFirst().value().toFloats()).isEqualTo(before);
    assertThat(curve.points().getFirst().rate()).isEqualTo(1e-6);
    assertThat(curve.points().getFirst().smoothed())
        .isCloseTo(curve.points().getFirst().loss(), within(1e-12));
    assertThat(curve.lowest().smoothed()).isLessThan(1.5);
    assertThat(curve.steepest().rate()).isLessThan(curve.lowest().rate());
    assertThat(curve.suggestion()).isBetween(5e-4, 1e-2);
    assertThat(new RangeTest().run(trial(new Adam()))).as("the same again").isEqualTo(curve);
  }

  @Test
  void smoothedLossesAreMeansInWhichEarlierLossesFade() {
    List<RateCurve.Point> points =
        new RangeTest()
            .withSteps(10)
            .withSmoothing(0.5)
            .withRange(1e-5, 1e-4)
            .run(trial(new Adam()))
            .points();
    double first = points.get(0).loss();
    double second = points.get(1).loss();
    assertThat(points.get(1).smoothed())
        .isCloseTo((0.25 * first + 0.5 * second) / 0.75, within(1e-12));
  }

  @Test
  void theRecipeDividesByTenUntilTheLossFallsAndThenRaises() {
    RateRecipe.Outcome high = new RateRecipe().run(trial(new Sgd(100)));
    assertThat(high.runs().getFirst().falls()).isFalse();
    assertThat(high.runs().get(1).rate()).isCloseTo(10, within(1e-9));
    assertThat(high.suggestion()).isBetween(0.01, 2.0);
    RateRecipe.Outcome low = new RateRecipe().withFactor(4).run(trial(new Sgd(1e-4)));
    assertThat(low.runs().getFirst().falls()).isTrue();
    assertThat(low.runs().get(1).rate()).isCloseTo(4e-4, within(1e-12));
    assertThat(low.runs().getLast().falls()).isFalse();
    assertThat(low.suggestion())
        .isEqualTo(low.runs().get(low.runs().size() - 2).rate())
        .isBetween(0.01, 2.0);
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> new RangeTest().withRange(1, 0.1))
        .hasMessage("range-test: to must be above from, 1.0, got 0.1");
    assertThatThrownBy(() -> new RangeTest().withRange(-1, 1))
        .hasMessage("range-test: from must be above 0, got -1.0");
    assertThatThrownBy(() -> new RangeTest().withSteps(3))
        .hasMessage("range-test: steps must be at least 10, got 3");
    assertThatThrownBy(() -> new RangeTest().withSmoothing(1))
        .hasMessage("range-test: smoothing must be at least 0 and below 1, got 1.0");
    assertThatThrownBy(() -> new RateRecipe().withFactor(6))
        .hasMessage("rate-recipe: factor must be from 2 to 5, got 6.0");
    assertThatThrownBy(() -> new RateRecipe().withSteps(3))
        .hasMessage("rate-recipe: steps must be at least 4, got 3");
    assertThatThrownBy(() -> new RangeTest().withRange(1e30, 1e38).run(trial(new Sgd(1))))
        .hasMessageStartingWith("range-test: the loss was no longer a number after 1 steps, at a")
        .hasMessageContaining("begin lower than 1e+30");
    assertThatThrownBy(() -> new RateRecipe().run(trial(new Sgd(1e30))))
        .hasMessageStartingWith("rate-recipe: the loss falls consistently neither at a learning");
  }
}
