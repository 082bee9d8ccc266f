package dev.ranvier.train.stopping;

import dev.ranvier.setting.Settings;
import dev.ranvier.train.Curve;
import dev.ranvier.train.History;
import dev.ranvier.train.StoppingCriterion;
import java.util.List;
import java.util.Optional;

/**
 * Stops when a metric has reached a target: after the first epoch in which it is at least so much.
 *
 * @param metric its name in the history
 * @param value the target, a finite number
 */
public record AtLeast(String metric, double value) implements StoppingCriterion {
  /** Checks the target. */
  public AtLeast {
    Settings.finite("at-least", "value", value);
  }

  @Override
  public List<String> watched() {
    return List.of(metric);
  }

  @Override
  public Optional<String> afterEpoch(History history) {
    double reached = history.metric(metric).getLast();
    return reached >= value
        ? Optional.of(
            "%s is %s, the target at least %s"
                .formatted(metric, Curve.number(reached), Curve.number(value)))
        : Optional.empty();
  }
}
