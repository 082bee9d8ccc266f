package dev.ranvier.train.stopping;

import dev.ranvier.setting.Settings;
import dev.ranvier.train.Curve;
import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.History;
import dev.ranvier.train.StoppingCriterion;
import java.util.List;
import java.util.Optional;

/**
 * Prechelt's criterion PQ: stops when generalization is lost faster than training progresses.
 *
 * <p>Formula: stop after the first epoch t at the end of a strip of k epochs with GL(t) / P(t) > α,
 * GL as in {@link GeneralizationLoss} and P as in {@link TrainingProgress}. Source: Prechelt,
 * "Early Stopping – But When?", 1998.
 *
 * @param alpha α, above 0
 * @param strip k, at least 1
 * @param metric the validation error's name in the history, with {@code validation_} before the
 *     training error's
 */
public record ProgressQuotient(double alpha, int strip, String metric)
    implements StoppingCriterion {
  /** Watches the losses in strips of 5 epochs. */
  public ProgressQuotient(double alpha) {
    this(alpha, TrainingProgress.STRIP, "validation_loss");
  }

  /** Checks the settings. */
  public ProgressQuotient {
    Settings.positive("progress-quotient", "alpha", alpha);
    Settings.positive("progress-quotient", "strip", strip);
    if (!metric.startsWith(EpochRecord.VALIDATION)) {
      throw new IllegalArgumentException(
          "progress-quotient: compares a validation error with the training error of the same"
              + " name, got metric '"
              + metric
              + "'; name one that begins with "
              + EpochRecord.VALIDATION);
    }
  }

  /** The same criterion with strips of another length. */
  public ProgressQuotient withStrip(int other) {
    return new ProgressQuotient(alpha, other, metric);
  }

  /** The same criterion watching another error. */
  public ProgressQuotient withMetric(String other) {
    return new ProgressQuotient(alpha, strip, other);
  }

  @Override
  public List<String> watched() {
    return List.of(metric, training());
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
    double loss = GeneralizationLoss.of(Curve.amounts(name(), metric, history));
    double progress = TrainingProgress.of(Curve.amounts(name(), training(), history), strip);
    return loss / progress > alpha
        ? Optional.of(
            "%s is %s%% above its minimum, the training progress over %d epochs is %s: the quotient"
                    .formatted(metric, Curve.number(loss), strip, Curve.number(progress))
                + " is more than alpha "
                + Curve.number(alpha))
        : Optional.empty();
  }

  private String training() {
    return metric.substring(EpochRecord.VALIDATION.length());
  }
}
