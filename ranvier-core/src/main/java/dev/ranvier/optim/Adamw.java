package dev.ranvier.optim;

import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/**
 * AdamW: Adam with weight decay that the gradient's scaling leaves alone.
 *
 * <p>Formula: as {@link Adam}, and w ← w − α·λ·w. Source: Loshchilov and Hutter, 2019 (arXiv
 * 1711.05101), in PyTorch's form, in which the decay is scaled by α.
 *
 * @param learningRate α, above 0
 * @param beta1 β₁, at least 0 and below 1; a schedule of the momentum replaces it
 * @param beta2 β₂, at least 0 and below 1
 * @param epsilon ε, above 0
 * @param weightDecay λ, at least 0
 */
public record Adamw(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Rule {
  /** PyTorch's settings: Adam's, and λ = 0.01. */
  public Adamw() {
    this(0.001, 0.9, 0.999, 1e-8, 0.01);
  }

  /** Checks the settings. */
  public Adamw {
    Settings.learningRate("adamw", learningRate);
    Settings.fraction("adamw", "beta1", beta1);
    Settings.fraction("adamw", "beta2", beta2);
    Settings.epsilon("adamw", epsilon);
    Settings.notNegative("adamw", "weight decay", weightDecay);
  }

  @Override
  public Adamw withLearningRate(double other) {
    return new Adamw(other, beta1, beta2, epsilon, weightDecay);
  }

  /** The same rule with another decay of the mean gradient. */
  public Adamw withBeta1(double other) {
    return new Adamw(learningRate, other, beta2, epsilon, weightDecay);
  }

  /** The same rule with another decay of the mean square. */
  public Adamw withBeta2(double other) {
    return new Adamw(learningRate, beta1, other, epsilon, weightDecay);
  }

  /** The same rule with another ε. */
  public Adamw withEpsilon(double other) {
    return new Adamw(learningRate, beta1, beta2, other, weightDecay);
  }

  /** The same rule with another weight decay. */
  public Adamw withWeightDecay(double other) {
    return new Adamw(learningRate, beta1, beta2, epsilon, other);
  }

  private Adam adam() {
    return new Adam(learningRate, beta1, beta2, epsilon);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return adam().init(parameter);
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    Update adam = adam().update(parameter, gradient, state, step);
    Node decay = multiply(multiply(step.learningRate(), weightDecay), parameter);
    return new Update(subtract(adam.parameter(), decay), adam.state());
  }
}
