package dev.ranvier.optim;

import dev.ranvier.setting.Settings;
import java.util.List;

/**
 * Shortens all gradients by one factor where they are, taken together, longer than a limit.
 *
 * <p>Formula: g ← g · min(1, c / (‖G‖ + 1e-6)), where ‖G‖ is the norm of all gradients' elements,
 * whatever their size. An infinite gradient makes all gradients NaN, so that training ends. Source:
 * Pascanu, Mikolov and Bengio, 2013, in PyTorch's form.
 *
 * @param norm c, above 0
 * @param optimizer the optimizer inside
 */
public record ClipGlobalNorm(double norm, Optimizer optimizer) implements Wrapper {

  /** Checks the settings. */
  public ClipGlobalNorm {
    Settings.positive("clip-global-norm", "norm", norm);
  }

  /** The same rule with another norm. */
  public ClipGlobalNorm withNorm(double other) {
    return new ClipGlobalNorm(other, optimizer);
  }

  @Override
  public ClipGlobalNorm withOptimizer(Optimizer other) {
    return new ClipGlobalNorm(norm, other);
  }

  @Override
  public List<Update> update(List<Parameter> parameters, Step step) {
    Norm together = Norm.of(parameters.stream().map(Parameter::gradient).toList());
    return optimizer.update(
        Parameter.withGradients(parameters, gradient -> together.clip(gradient, norm)), step);
  }
}
