package dev.ranvier.train.stopping;

import dev.ranvier.setting.Settings;
import dev.ranvier.train.Curve;
import dev.ranvier.train.History;
import dev.ranvier.train.StoppingCriterion;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Prechelt's criterion GL: stops when the validation error is too far above its minimum.
 *
 * <p>Formula: stop after the first epoch t with GL(t) > α, GL(t) = 100 · (E(t) / min E(t') − 1)
 * over the epochs t' up to t. Unit: percent. Errors: an error below 0, of which there is no
 * percentage. Source: Prechelt, "Early Stopping – But When?", 1998.
 *
 * @param alpha α in percent, above 0
 * @param metric the error's name in the history, a metric of which less is better
 */
public record GeneralizationLoss(double alpha, String metric) implements StoppingCriterion {
  /** Watches the validation loss. */
  public GeneralizationLoss(double alpha) {
    this(alpha, "validation_loss");
  }

  /** Checks the setting. */
  public GeneralizationLoss {
    Settings.positive("generalization-loss", "alpha", alpha);
  }

  /** The same criterion watching another error. */
  public GeneralizationLoss withMetric(String other) {
    return new GeneralizationLoss(alpha, other);
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
    double loss = of(Curve.amounts(name(), metric, history));
    return loss > alpha
        ? Optional.of(
            "%s is %s%% above its minimum, more than alpha %s%%"
                .formatted(metric, Curve.number(loss), Curve.number(alpha)))
        : Optional.empty();
  }

  /** GL after the last of some epochs; infinite for an error above a least one of 0. */
  static double of(List<Double> errors) {
    double least = Collections.min(errors);
    return errors.getLast() == least ? 0 : 100 * (errors.getLast() / least - 1);
  }
}
