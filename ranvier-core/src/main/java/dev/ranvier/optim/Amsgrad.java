package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.divide;
import static dev.ranvier.op.Ops.maximum;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.number;
import static dev.ranvier.op.Ops.square;
import static dev.ranvier.op.Ops.squareRoot;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/**
 * AMSGrad: Adam whose scaling never shrinks, so that a rare large gradient is not forgotten.
 *
 * <p>Formula: m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; u ← max(u, v); w ← w − α · m̂ / (√û +
 * ε) with m̂ = m / (1 − β₁ᵗ) and û = u / (1 − β₂ᵗ). Source: Reddi, Kale and Kumar, 2018; the
 * corrections are PyTorch's, the paper has none.
 *
 * @param learningRate α, above 0
 * @param beta1 β₁, at least 0 and below 1; a schedule of the momentum replaces it
 * @param beta2 β₂, at least 0 and below 1
 * @param epsilon ε, above 0
 */
public record Amsgrad(double learningRate, double beta1, double beta2, double epsilon)
    implements Rule {
  /** Adam's settings. */
  public Amsgrad() {
    this(0.001, 0.9, 0.999, 1e-8);
  }

  /** Checks the settings. */
  public Amsgrad {
    Settings.learningRate("amsgrad", learningRate);
    Settings.fraction("amsgrad", "beta1", beta1);
    Settings.fraction("amsgrad", "beta2", beta2);
    Settings.epsilon("amsgrad", epsilon);
  }

  @Override
  public Amsgrad withLearningRate(double other) {
    return new Amsgrad(other, beta1, beta2, epsilon);
  }

  /** The same rule with another decay of the mean gradient. */
  public Amsgrad withBeta1(double other) {
    return new Amsgrad(learningRate, other, beta2, epsilon);
  }

  /** The same rule with another decay of the mean square. */
  public Amsgrad withBeta2(double other) {
    return new Amsgrad(learningRate, beta1, other, epsilon);
  }

  /** The same rule with another ε. */
  public Amsgrad withEpsilon(double other) {
    return new Amsgrad(learningRate, beta1, beta2, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return List.of(
        Tensor.zeros(parameter.type()),
        Tensor.zeros(parameter.type()),
        Tensor.zeros(parameter.type()));
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    Node decay = step.momentum(beta1);
    Node mean = Means.running(decay, state.get(0), gradient);
    Node meanSquare = Means.running(beta2, state.get(1), square(gradient));
    Node greatest = maximum(state.get(2), meanSquare);
    Node correctedMean = divide(mean, Means.correction(decay, step.number()));
    Node correctedSquare = divide(greatest, Means.correction(beta2, step.number()));
    Node change = divide(correctedMean, add(squareRoot(correctedSquare), number(epsilon)));
    Node after = subtract(parameter, multiply(step.learningRate(), change));
    return new Update(after, mean, meanSquare, greatest);
  }
}
