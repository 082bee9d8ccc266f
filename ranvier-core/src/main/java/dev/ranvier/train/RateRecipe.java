package dev.ranvier.train;

import dev.ranvier.setting.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds a learning rate by the lecture's recipe: divide it by ten until the loss falls
 * consistently, then raise it by a factor of 2 to 5 while it still does.
 *
 * <p>Each rate has a run of its own, from the same weights over the same batches. The loss falls
 * consistently if it gets further and further below that of the untrained model on the same
 * batches: in each of some equal parts of the run, the mean of the difference is below that of the
 * part before, and in the first below 0.
 *
 * @param steps the steps of a run, at least one for each part
 * @param parts the parts of a run that are compared, at least 2
 * @param factor by how much the rate is raised, 2 to 5
 */
public record RateRecipe(int steps, int parts, double factor) {
  private static final double DIVISOR = 10;

  /** More divisions than this mean that it is not the rate. */
  private static final int MOST_RUNS = 12;

  /** Runs of 100 steps in 4 parts, and a factor of 3. */
  public RateRecipe() {
    this(100, 4, 3);
  }

  /** Checks the settings. */
  public RateRecipe {
    Settings.atLeast("rate-recipe", "parts", parts, 2);
    Settings.atLeast("rate-recipe", "steps", steps, parts);
    if (!(factor >= 2 && factor <= 5)) {
      throw new IllegalArgumentException("rate-recipe: factor must be from 2 to 5, got " + factor);
    }
  }

  /** The same recipe with longer or shorter runs. */
  public RateRecipe withSteps(int other) {
    return new RateRecipe(other, parts, factor);
  }

  /** The same recipe comparing other parts. */
  public RateRecipe withParts(int other) {
    return new RateRecipe(steps, other, factor);
  }

  /** The same recipe with other raises. */
  public RateRecipe withFactor(double other) {
    return new RateRecipe(steps, parts, other);
  }

  /**
   * One run.
   *
   * @param rate its learning rate
   * @param loss the mean loss over its last part; not a number where it diverged
   * @param falls whether the loss fell consistently
   */
  public record Run(double rate, double loss, boolean falls) {}

  /**
   * What was tried and what came of it.
   *
   * @param runs in their order
   * @param suggestion the highest rate at which the loss fell consistently
   */
  public record Outcome(List<Run> runs, double suggestion) {
    /** Copies the runs. */
    public Outcome {
      runs = List.copyOf(runs);
    }
  }

  /**
   * Follows the recipe from the optimizer's own learning rate; the model is left as it was.
   *
   * @throws IllegalArgumentException when the loss falls at no rate
   */
  public Outcome run(Trial trial) {
    List<Double> untrained = trial.losses(steps, step -> 0, losses -> false);
    List<Run> runs = new ArrayList<>();
    double rate = trial.optimizer().learningRate();
    runs.add(run(trial, rate, untrained));
    while (!runs.getLast().falls()) {
      if (runs.size() == MOST_RUNS) {
        throw new IllegalArgumentException(
            "rate-recipe: the loss falls consistently neither at a learning rate of "
                + Curve.number(runs.getFirst().rate())
                + " nor at any tenth of it down to "
                + Curve.number(rate)
                + "; compare fewer parts, or look at the data and the loss");
      }
      rate /= DIVISOR;
      runs.add(run(trial, rate, untrained));
    }
    while (runs.getLast().falls() && runs.size() < 2 * MOST_RUNS) {
      rate = runs.getLast().rate();
      runs.add(run(trial, rate * factor, untrained));
    }
    return new Outcome(runs, runs.getLast().falls() ? runs.getLast().rate() : rate);
  }

  private Run run(Trial trial, double rate, List<Double> untrained) {
    List<Double> losses = trial.losses(steps, step -> rate, each -> false);
    if (losses.size() < steps || !Double.isFinite(losses.getLast())) {
      return new Run(rate, Double.NaN, false);
    }
    boolean falls = true;
    double before = 0;
    for (int part = 0; part < parts; part++) {
      double difference = mean(losses, part) - mean(untrained, part);
      falls &= difference < before;
      before = difference;
    }
    return new Run(rate, mean(losses, parts - 1), falls);
  }

  private double mean(List<Double> losses, int part) {
    int from = steps * part / parts;
    int to = steps * (part + 1) / parts;
    return losses.subList(from, to).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow();
  }
}
