package dev.ranvier.optim;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How the learning rate, and with some schedules the momentum or the batch size, changes while
 * training.
 *
 * <p>A schedule is an immutable record and a pure function of the moment: what it gives for a step
 * depends on nothing that it was asked before, so a resumed run goes on where it ended.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * The learning rate of a step.
   *
   * @param base the optimizer's own learning rate
   * @param moment which step
   * @throws IllegalArgumentException when the schedule does not fit the run
   */
  double rate(double base, Moment moment);

  /** The momentum of a step; empty where it is left to the optimizer. */
  default OptionalDouble momentum(Moment moment) {
    return OptionalDouble.empty();
  }

  /**
   * The batch size of an epoch; that of the first where it is not changed. Rates and momentum still
   * see epochs of as many steps as the first size makes.
   *
   * @param base the size that training was set up with
   * @param epoch how many epochs have been finished
   */
  default int batch(int base, long epoch) {
    return base;
  }

  /**
   * The noise scale of stochastic gradient descent: how much chance there is in its steps.
   *
   * <p>Formula: g = ε · (N / B − 1). Source: Smith and Le, 2018 (arXiv 1710.06451).
   *
   * @param rate ε, the learning rate
   * @param examples N, how many examples there are to train on
   * @param batch B
   */
  static double noiseScale(double rate, long examples, int batch) {
    return rate * ((double) examples / batch - 1);
  }

  /** The metrics it watches, by their names in the history. */
  default List<String> watched() {
    return List.of();
  }

  /**
   * Whether a cycle ends with this step: the moment for a snapshot of the model. Schedules without
   * cycles have none that end.
   */
  default boolean endsCycle(Moment moment) {
    return false;
  }

  /**
   * Where a run has got to.
   *
   * @param step how many steps have been taken, 0 at the first
   * @param steps how many steps the run is to have
   * @param stepsPerEpoch how many of them are an epoch
   * @param measured what was measured, by name, after each of the finished epochs
   * @param greaterIsBetter the names of which greater values are better; of all others less is
   */
  record Moment(
      long step,
      long steps,
      long stepsPerEpoch,
      List<Map<String, Double>> measured,
      Set<String> greaterIsBetter) {
    /** Copies the collections. */
    public Moment {
      measured = List.copyOf(measured);
      greaterIsBetter = Set.copyOf(greaterIsBetter);
    }

    /** A moment of a run of whole epochs in which nothing was measured. */
    public Moment(long step, long stepsPerEpoch, int epochs) {
      this(step, stepsPerEpoch * epochs, stepsPerEpoch, List.of(), Set.of());
    }

    /** The same moment after epochs in which something was measured. */
    public Moment withMeasured(List<Map<String, Double>> other) {
      return new Moment(step, steps, stepsPerEpoch, other, greaterIsBetter);
    }

    /** The same moment where greater values of these metrics are better. */
    public Moment withGreaterIsBetter(Set<String> other) {
      return new Moment(step, steps, stepsPerEpoch, measured, other);
    }

    /** The same moment of a run that began so many steps later; before that, its beginning. */
    Moment since(long later) {
      return new Moment(
          Math.max(0, step - later), steps - later, stepsPerEpoch, measured, greaterIsBetter);
    }

    /** The moment a step later. */
    Moment next() {
      return new Moment(step + 1, steps, stepsPerEpoch, measured, greaterIsBetter);
    }

    /** Whether this is the run's last step. */
    boolean isLast() {
      return step + 1 == steps;
    }

    /** How many epochs have been finished. */
    public long epoch() {
      return step / stepsPerEpoch;
    }

    /** The part of the run that is done: 0 at the first step, 1 at the end. */
    public double progress() {
      return Math.min(1, (double) step / steps);
    }
  }
}
