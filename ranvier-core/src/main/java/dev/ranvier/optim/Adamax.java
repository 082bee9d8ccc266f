package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.divide;
import static dev.ranvier.op.Ops.maximum;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.number;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.AbsoluteOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/**
 * Adamax: Adam with the greatest gradient of late in the place of the mean square.
 *
 * <p>Formula: m ← β₁·m + (1 − β₁)·g; u ← max(β₂·u, |g| + ε); w ← w − α / (1 − β₁ᵗ) · m / u. Source:
 * Kingma and Ba, 2015 (arXiv 1412.6980), section 7.1; ε, which keeps u above 0, is PyTorch's.
 *
 * @param learningRate α, above 0
 * @param beta1 β₁, at least 0 and below 1; a schedule of the momentum replaces it
 * @param beta2 β₂, at least 0 and below 1
 * @param epsilon ε, above 0
 */
public record Adamax(double learningRate, double beta1, double beta2, double epsilon)
    implements Rule {
  /** The paper's settings: α = 0.002, β₁ = 0.9, β₂ = 0.999; ε = 1e-8. */
  public Adamax() {
    this(0.002, 0.9, 0.999, 1e-8);
  }

  /** Checks the settings. */
  public Adamax {
    Settings.learningRate("adamax", learningRate);
    Settings.fraction("adamax", "beta1", beta1);
    Settings.fraction("adamax", "beta2", beta2);
    Settings.epsilon("adamax", epsilon);
  }

  @Override
  public Adamax withLearningRate(double other) {
    return new Adamax(other, beta1, beta2, epsilon);
  }

  /** The same rule with another decay of the mean gradient. */
  public Adamax withBeta1(double other) {
    return new Adamax(learningRate, other, beta2, epsilon);
  }

  /** The same rule with another decay of the greatest gradient. */
  public Adamax withBeta2(double other) {
    return new Adamax(learningRate, beta1, other, epsilon);
  }

  /** The same rule with another ε. */
  public Adamax withEpsilon(double other) {
    return new Adamax(learningRate, beta1, beta2, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return List.of(Tensor.zeros(parameter.type()), Tensor.zeros(parameter.type()));
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    Node decay = step.momentum(beta1);
    Node mean = Means.running(decay, state.get(0), gradient);
    Node size = add(new AbsoluteOp().apply(gradient), number(epsilon));
    Node greatest = maximum(multiply(state.get(1), beta2), size);
    Node rate = divide(step.learningRate(), Means.correction(decay, step.number()));
    return new Update(subtract(parameter, multiply(rate, divide(mean, greatest))), mean, greatest);
  }
}
