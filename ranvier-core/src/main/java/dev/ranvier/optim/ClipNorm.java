package dev.ranvier.optim;

import dev.ranvier.setting.Settings;
import java.util.List;

/**
 * Shortens the gradient of each parameter that is longer than a limit.
 *
 * <p>Formula, for each parameter: g ← g · min(1, c / (‖g‖ + 1e-6)), whatever the size of g. {@link
 * ClipGlobalNorm} keeps the direction of all gradients together. An infinite gradient becomes NaN,
 * so that training ends. Source: Pascanu, Mikolov and Bengio, 2013.
 *
 * @param norm c, above 0
 * @param optimizer the optimizer inside
 */
public record ClipNorm(double norm, Optimizer optimizer) implements Wrapper {

  /** Checks the settings. */
  public ClipNorm {
    Settings.positive("clip-norm", "norm", norm);
  }

  /** The same rule with another norm. */
  public ClipNorm withNorm(double other) {
    return new ClipNorm(other, optimizer);
  }

  @Override
  public ClipNorm withOptimizer(Optimizer other) {
    return new ClipNorm(norm, other);
  }

  @Override
  public List<Update> update(List<Parameter> parameters, Step step) {
    return optimizer.update(
        Parameter.withGradients(parameters, gradient -> Norm.of(gradient).clip(gradient, norm)),
        step);
  }
}
