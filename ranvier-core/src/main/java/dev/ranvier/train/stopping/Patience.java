package dev.ranvier.train.stopping;

import dev.ranvier.setting.Settings;
import dev.ranvier.train.Curve;
import dev.ranvier.train.History;
import dev.ranvier.train.StoppingCriterion;
import java.util.List;
import java.util.Optional;

/**
 * Stops when a metric has not improved for some epochs.
 *
 * <p>Formula: stop after the first epoch t with t − b ≥ p, where b is the last epoch that was
 * better than all before it, by more than a minimum change. Errors: a metric that is not measured.
 *
 * @param epochs p, at least 1
 * @param metric its name in the history
 * @param minimumChange by how much a value must be better to count, at least 0
 */
public record Patience(int epochs, String metric, double minimumChange)
    implements StoppingCriterion {
  /** Patience with the validation loss. */
  public Patience(int epochs) {
    this(epochs, "validation_loss", 0);
  }

  /** Checks the settings. */
  public Patience {
    Settings.positive("patience", "epochs", epochs);
    Settings.notNegative("patience", "minimum-change", minimumChange);
  }

  /** The same criterion watching another metric. */
  public Patience withMetric(String other) {
    return new Patience(epochs, other, minimumChange);
  }

  /** The same criterion with another least improvement. */
  public Patience withMinimumChange(double other) {
    return new Patience(epochs, metric, other);
  }

  @Override
  public List<String> watched() {
    return List.of(metric);
  }

  @Override
  public Optional<String> afterEpoch(History history) {
    List<Double> values = history.metric(metric);
    double sign = history.greaterIsBetter(metric) ? 1 : -1;
    int best = 0;
    for (int i = 1; i < values.size(); i++) {
      if (isBetter(sign * values.get(i), sign * values.get(best))) {
        best = i;
      }
    }
    if (values.size() - 1 - best < epochs) {
      return Optional.empty();
    }
    return Optional.of(
        "%s has not improved for %d %s; the best was %s in epoch %d"
            .formatted(
                metric,
                epochs,
                epochs == 1 ? "epoch" : "epochs",
                Curve.number(values.get(best)),
                history.epochs().get(best).epoch()));
  }

  /** A value that is no number is worse than any. */
  private boolean isBetter(double value, double best) {
    return Double.isNaN(best) ? !Double.isNaN(value) : value - best > minimumChange;
  }
}
