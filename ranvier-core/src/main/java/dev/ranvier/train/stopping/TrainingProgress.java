package dev.ranvier.train.stopping;

import dev.ranvier.setting.Settings;
import dev.ranvier.train.Curve;
import dev.ranvier.train.History;
import dev.ranvier.train.StoppingCriterion;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Stops when training hardly progresses any more; Prechelt's companion of UP, which alone might
 * never stop.
 *
 * <p>Formula: stop after the first epoch t at the end of a strip of k epochs with {@code P(t) < p},
 * P(t) = 1000 · (Σ E(t') / (k · min E(t')) − 1) over the epochs t' of the strip: by how many
 * thousandths the average training error is above the least. Source: Prechelt, "Early Stopping –
 * But When?", 1998.
 *
 * @param minimum p, above 0
 * @param strip k, at least 2: a single epoch makes no progress
 * @param metric the training error's name in the history
 */
public record TrainingProgress(double minimum, int strip, String metric)
    implements StoppingCriterion {
  /** Prechelt's k. */
  static final int STRIP = 5;

  /** Stops below 0.1 in a strip of 5 epochs, as Prechelt did. */
  public TrainingProgress() {
    this(0.1, STRIP, "loss");
  }

  /** Checks the settings. */
  public TrainingProgress {
    Settings.positive("training-progress", "minimum", minimum);
    if (strip < 2) {
      throw new IllegalArgumentException(
          "training-progress: strip must be at least 2, got " + strip);
    }
  }

  /** The same criterion with another least progress. */
  public TrainingProgress withMinimum(double other) {
    return new TrainingProgress(other, strip, metric);
  }

  /** The same criterion with strips of another length. */
  public TrainingProgress withStrip(int other) {
    return new TrainingProgress(minimum, other, metric);
  }

  /** The same criterion watching another error. */
  public TrainingProgress withMetric(String other) {
    return new TrainingProgress(minimum, strip, other);
  }

  @Override
  public List<String> watched() {
    return List.of(metric);
  }

  @Override
  public List<String> errors() {
    return watched();
  }

  @Override
  public Optional<String> afterEpoch(History history) {
    if (history.epochs().size() % strip != 0) {
      return Optional.empty();
    }
    double progress = of(Curve.amounts(name(), metric, history), strip);
    return progress < minimum
        ? Optional.of(
            "the progress of %s over %d epochs is %s, less than %s"
                .formatted(metric, strip, Curve.number(progress), Curve.number(minimum)))
        : Optional.empty();
  }

  /** P over the last k of some epochs. */
  public static double of(List<Double> errors, int strip) {
    List<Double> last = errors.subList(errors.size() - strip, errors.size());
    double mean = last.stream().mapToDouble(Double::doubleValue).sum() / strip;
    double least = Collections.min(last);
    // Equal errors are no progress, be they 0 or their mean rounded down.
    return mean <= least ? 0 : 1000 * (mean / least - 1);
  }
}
