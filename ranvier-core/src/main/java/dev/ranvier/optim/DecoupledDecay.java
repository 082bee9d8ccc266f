package dev.ranvier.optim;

import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.setting.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Decoupled weight decay: parameters shrink beside the optimizer's step.
 *
 * <p>Formula: w ← step of the optimizer − α·λ·w. Source: Loshchilov and Hutter, 2019 (arXiv
 * 1711.05101), in PyTorch's form, in which the decay is scaled by α.
 *
 * @param decay λ, at least 0
 * @param optimizer the optimizer inside
 */
public record DecoupledDecay(double decay, Optimizer optimizer) implements Wrapper {

  /** Checks the settings. */
  public DecoupledDecay {
    Settings.notNegative("decoupled-decay", "decay", decay);
  }

  /** The same rule with another decay. */
  public DecoupledDecay withDecay(double other) {
    return new DecoupledDecay(other, optimizer);
  }

  @Override
  public DecoupledDecay withOptimizer(Optimizer other) {
    return new DecoupledDecay(decay, other);
  }

  @Override
  public List<Update> update(List<Parameter> parameters, Step step) {
    List<Update> updates = new ArrayList<>();
    List<Update> inside = optimizer.update(parameters, step);
    for (int i = 0; i < inside.size(); i++) {
      Update update = inside.get(i);
      Node lost = multiply(multiply(step.learningRate(), decay), parameters.get(i).value());
      updates.add(new Update(subtract(update.parameter(), lost), update.state()));
    }
    return updates;
  }
}
