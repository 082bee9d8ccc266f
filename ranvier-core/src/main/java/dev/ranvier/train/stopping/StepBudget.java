package dev.ranvier.train.stopping;

import dev.ranvier.setting.Settings;
import dev.ranvier.train.StoppingCriterion;
import java.util.Optional;

/**
 * Stops after so many steps, also within an epoch, which is then validated.
 *
 * @param steps at least 1
 */
public record StepBudget(long steps) implements StoppingCriterion {
  /** Checks the setting. */
  public StepBudget {
    Settings.positive("step-budget", "steps", steps);
  }

  @Override
  public Optional<String> afterStep(long taken, double seconds) {
    return taken >= steps ? Optional.of(steps + " steps have been taken") : Optional.empty();
  }
}
