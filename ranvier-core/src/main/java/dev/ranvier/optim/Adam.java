package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.divide;
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
 * Adam: steps scaled by running means of the gradient and of its square.
 *
 * <p>Formula: m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; m̂ = m / (1 − β₁ᵗ); v̂ = v / (1 −
 * β₂ᵗ); w ← w − α · m̂ / (√v̂ + ε). Source: Kingma and Ba, 2015 (arXiv 1412.6980); a lecture slide
 * leaves the power t out of the bias correction, the paper has it.
 *
 * @param learningRate α, above 0
 * @param beta1 β₁, at least 0 and below 1; a schedule of the momentum replaces it
 * @param beta2 β₂, at least 0 and below 1
 * @param epsilon ε, above 0
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon)
    implements Rule {
  /** The paper's settings: α = 0.001, β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  public Adam() {
    this(0.001, 0.9, 0.999, 1e-8);
  }

  /** Checks the settings. */
  public Adam {
    Settings.learningRate("adam", learningRate);
    Settings.fraction("adam", "beta1", beta1);
    Settings.fraction("adam", "beta2", beta2);
    Settings.epsilon("adam", epsilon);
  }

  @Override
  public Adam withLearningRate(double other) {
    return new Adam(other, beta1, beta2, epsilon);
  }

  /** The same rule with another decay of the mean gradient. */
  public Adam withBeta1(double other) {
    return new Adam(learningRate, other, beta2, epsilon);
  }

  /** The same rule with another decay of the mean square. */
  public Adam withBeta2(double other) {
    return new Adam(learningRate, beta1, other, epsilon);
  }

  /** The same rule with another ε. */
  public Adam withEpsilon(double other) {
    return new Adam(learningRate, beta1, beta2, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return List.of(Tensor.zeros(parameter.type()), Tensor.zeros(parameter.type()));
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    Node decay = step.momentum(beta1);
    Node mean = Means.running(decay, state.get(0), gradient);
    Node meanSquare = Means.running(beta2, state.get(1), square(gradient));
    Node correctedMean = divide(mean, Means.correction(decay, step.number()));
    Node correctedSquare = divide(meanSquare, Means.correction(beta2, step.number()));
    Node change = divide(correctedMean, add(squareRoot(correctedSquare), number(epsilon)));
    return new Update(subtract(parameter, multiply(step.learningRate(), change)), mean, meanSquare);
  }
}
