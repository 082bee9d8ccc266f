package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.multiply;

import dev.ranvier.setting.Settings;
import java.util.List;

/**
 * Coupled weight decay: the gradient of the penalty ½·λ·‖w‖² is added to the loss's.
 *
 * <p>Formula: g ← g + λ·w. It goes through the optimizer like any gradient: one that scales
 * gradients scales it too. {@link DecoupledDecay} does not.
 *
 * @param decay λ, at least 0
 * @param optimizer the optimizer inside
 */
public record WeightDecay(double decay, Optimizer optimizer) implements Wrapper {

  /** Checks the settings. */
  public WeightDecay {
    Settings.notNegative("weight-decay", "decay", decay);
  }

  /** The same rule with another decay. */
  public WeightDecay withDecay(double other) {
    return new WeightDecay(other, optimizer);
  }

  @Override
  public WeightDecay withOptimizer(Optimizer other) {
    return new WeightDecay(decay, other);
  }

  @Override
  public List<Update> update(List<Parameter> parameters, Step step) {
    return optimizer.update(
        parameters.stream()
            .map(each -> each.withGradient(add(each.gradient(), multiply(each.value(), decay))))
            .toList(),
        step);
  }
}
