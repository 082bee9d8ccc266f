package dev.ranvier.train.stopping;

import dev.ranvier.setting.Settings;
import dev.ranvier.train.Curve;
import dev.ranvier.train.StoppingCriterion;
import java.util.Optional;

/**
 * Stops when so much time has been spent in training steps, also within an epoch.
 *
 * <p>Validation and saving do not count, nor does the time between an interrupted run and its
 * resumption. The epoch ends with the step in which the time runs out, and is validated.
 *
 * @param seconds above 0
 */
public record TimeBudget(double seconds) implements StoppingCriterion {
  /** Checks the setting. */
  public TimeBudget {
    Settings.positive("time-budget", "seconds", seconds);
  }

  @Override
  public Optional<String> afterStep(long steps, double spent) {
    return spent >= seconds
        ? Optional.of(
            "%s seconds of training are spent after %d steps"
                .formatted(Curve.number(seconds), steps))
        : Optional.empty();
  }
}
