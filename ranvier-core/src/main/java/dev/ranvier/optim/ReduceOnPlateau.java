package dev.ranvier.optim;

import dev.ranvier.setting.Settings;
import java.util.List;
import java.util.Map;

/**
 * A learning rate that is reduced when a metric no longer improves.
 *
 * <p>Formula: α ← max(α · f, α_min) after an epoch if the metric was not better than its best b so
 * far, by more than 1e-4 · |b|, for more than p epochs; they are then counted anew. Whether greater
 * is better follows from the metric. A value that is no number is no improvement. The same as
 * PyTorch's ReduceLROnPlateau for metrics from 0 on; Keras's counts one epoch less. Errors: a
 * metric that is not measured.
 *
 * @param metric its name in the history
 * @param factor f, above 0 and below 1
 * @param patience p, at least 0
 * @param minimum α_min, at least 0
 */
public record ReduceOnPlateau(String metric, double factor, int patience, double minimum)
    implements Schedule {
  /** A tenth of the rate after 10 epochs without a better validation loss, not below 1e-6. */
  public ReduceOnPlateau() {
    this("validation_loss", 0.1, 10, 1e-6);
  }

  /** Checks the settings. */
  public ReduceOnPlateau {
    Settings.openFraction("reduce-on-plateau", "factor", factor);
    Settings.notNegative("reduce-on-plateau", "patience", patience);
    Settings.notNegative("reduce-on-plateau", "minimum", minimum);
  }

  /** The same schedule watching another metric. */
  public ReduceOnPlateau withMetric(String other) {
    return new ReduceOnPlateau(other, factor, patience, minimum);
  }

  /** The same schedule with another factor. */
  public ReduceOnPlateau withFactor(double other) {
    return new ReduceOnPlateau(metric, other, patience, minimum);
  }

  /** The same schedule with another patience. */
  public ReduceOnPlateau withPatience(int other) {
    return new ReduceOnPlateau(metric, factor, other, minimum);
  }

  /** The same schedule down to another rate. */
  public ReduceOnPlateau withMinimum(double other) {
    return new ReduceOnPlateau(metric, factor, patience, other);
  }

  private static final double THRESHOLD = 1e-4;

  @Override
  public double rate(double base, Moment moment) {
    double rate = base * Math.pow(factor, reductions(moment));
    return Math.min(base, Math.max(rate, minimum));
  }

  @Override
  public List<String> watched() {
    return List.of(metric);
  }

  private int reductions(Moment moment) {
    double sign = moment.greaterIsBetter().contains(metric) ? 1 : -1;
    int reductions = 0;
    int waited = 0;
    double best = Double.NEGATIVE_INFINITY;
    for (Map<String, Double> epoch : moment.measured()) {
      double value = sign * value(epoch);
      if (isBetter(value, best)) {
        best = value;
        waited = 0;
      } else if (++waited > patience) {
        reductions++;
        waited = 0;
      }
    }
    return reductions;
  }

  private static boolean isBetter(double value, double best) {
    double margin = Double.isFinite(best) ? THRESHOLD * Math.abs(best) : 0;
    return value > best + margin;
  }

  private double value(Map<String, Double> epoch) {
    Double value = epoch.get(metric);
    if (value == null) {
      throw new IllegalArgumentException(
          "reduce-on-plateau: metric '"
              + metric
              + "' is not measured, measured are "
              + String.join(", ", epoch.keySet())
              + "; choose one of them or set examples for validation aside");
    }
    return value;
  }
}
