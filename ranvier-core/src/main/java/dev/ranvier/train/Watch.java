package dev.ranvier.train;

import dev.ranvier.optim.Schedule;
import dev.ranvier.train.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks the stopping criteria of a fit after each step and epoch; the first that fires counts. */
final class Watch {
  private final Limits limits;
  private Optional<Stop> stop = Optional.empty();

  /** Watches from the first step on. */
  Watch(Limits limits) {
    this.limits = limits;
  }

  /**
   * Checks that all that the criteria and a schedule watch will be measured.
   *
   * @throws IllegalArgumentException when one watches something else
   */
  void require(Schedule schedule, List<Metric> metrics, boolean validated) {
    List<String> measured = new ArrayList<>(List.of("loss"));
    metrics.forEach(metric -> measured.add(metric.name()));
    if (validated) {
      List.copyOf(measured).forEach(name -> measured.add(EpochRecord.VALIDATION + name));
    }
    schedule.watched().forEach(name -> requireMeasured("schedule", name, measured));
    History nothing = new History(List.of(), metrics, stop);
    for (StoppingCriterion criterion : limits.stopping()) {
      criterion.watched().forEach(name -> requireMeasured(criterion.name(), name, measured));
      criterion.errors().forEach(name -> requireError(criterion, name, nothing));
    }
  }

  /** A step has been taken: how many in this fit, and the time spent in them. */
  void stepped(long steps, double seconds) {
    ask(criterion -> criterion.afterStep(steps, seconds));
  }

  /** An epoch is over and validated. */
  void epochEnded(History history) {
    ask(criterion -> criterion.afterEpoch(history));
  }

  /** Why the fit ends before its last epoch. */
  Optional<Stop> stop() {
    return stop;
  }

  /** Whether the fit is over after so many epochs. */
  boolean isOver(int epochs) {
    return stop.isPresent() || epochs >= limits.epochs();
  }

  /** Whether there is a criterion, so that the fit ends with its best model. */
  boolean keepsBest() {
    return !limits.stopping().isEmpty();
  }

  private void ask(Function<StoppingCriterion, Optional<String>> question) {
    for (StoppingCriterion criterion : limits.stopping()) {
      if (stop.isEmpty()) {
        stop = question.apply(criterion).map(reason -> new Stop(criterion, reason));
      }
    }
  }

  private static void requireMeasured(String who, String name, List<String> measured) {
    if (!measured.contains(name)) {
      throw new IllegalArgumentException(
          who
              + ": metric '"
              + name
              + "' is not measured, measured are "
              + String.join(", ", measured)
              + "; choose one of them, measure it, or set examples for validation aside");
    }
  }

  private static void requireError(StoppingCriterion criterion, String name, History history) {
    if (history.greaterIsBetter(name)) {
      throw new IllegalArgumentException(
          criterion.name()
              + ": watches errors, of which less is better, got metric '"
              + name
              + "'; name a loss, or use patience");
    }
  }
}
