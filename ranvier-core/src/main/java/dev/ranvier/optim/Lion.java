package dev.ranvier.optim;

import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/**
 * Lion: steps of one length, in the direction of the sign of a mean gradient.
 *
 * <p>Formula: w ← w − α · sign(β₁·m + (1 − β₁)·g); then m ← β₂·m + (1 − β₂)·g. Source: Chen and
 * others, 2023 (arXiv 2302.06675), whose weight decay is {@link DecoupledDecay} around it.
 *
 * @param learningRate α, above 0
 * @param beta1 β₁, at least 0 and below 1; a schedule of the momentum replaces it
 * @param beta2 β₂, at least 0 and below 1
 */
public record Lion(double learningRate, double beta1, double beta2) implements Rule {
  /** The paper's settings: α = 0.0001, β₁ = 0.9, β₂ = 0.99. */
  public Lion() {
    this(1e-4, 0.9, 0.99);
  }

  /** Checks the settings. */
  public Lion {
    Settings.learningRate("lion", learningRate);
    Settings.fraction("lion", "beta1", beta1);
    Settings.fraction("lion", "beta2", beta2);
  }

  @Override
  public Lion withLearningRate(double other) {
    return new Lion(other, beta1, beta2);
  }

  /** The same rule with another weight of the mean in the step. */
  public Lion withBeta1(double other) {
    return new Lion(learningRate, other, beta2);
  }

  /** The same rule with another decay of the mean gradient. */
  public Lion withBeta2(double other) {
    return new Lion(learningRate, beta1, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return List.of(Tensor.zeros(parameter.type()));
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    Node direction = Means.running(step.momentum(beta1), state.get(0), gradient);
    Node change = multiply(step.learningRate(), Steps.sign(direction));
    return new Update(subtract(parameter, change), Means.running(beta2, state.get(0), gradient));
  }
}
