package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.divide;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.number;
import static dev.ranvier.op.Ops.square;
import static dev.ranvier.op.Ops.squareRoot;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Tanh;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * Adam: steps scaled by running means of the gradient and of its square.
 *
 * <p>Formula: m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; m̂ = m / (1 − β₁ᵗ); v̂ = v / (1 −
 * β₂ᵗ); w ← w − α · m̂ / (√v̂ + ε). Source: Kingma and Ba, 2015 (arXiv 1412.6980); a lecture slide
 * leaves the power t out of the bias correction, the paper has it.
 *
 * @param learningRate α, above 0
 * @param beta1 β₁, at least 0 and below 1
 * @param beta2 β₂, at least 0 and below 1
 * @param epsilon ε, above 0
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon)
    implements Optimizer {
  /** The paper's settings: α = 0.001, β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  public Adam() {
    this(0.001, 0.9, 0.999, 1e-8);
  }

  /** Checks the settings. */
  public Adam {
    Settings.learningRate("adam", learningRate);
    Settings.fraction("adam", "beta1", beta1);
    Settings.fraction("adam", "beta2", beta2);
    Settings.positive("adam", "epsilon", epsilon);
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
  public List<Tensor> init(TensorType parameter) {
    return List.of(Tensor.zeros(parameter), Tensor.zeros(parameter));
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    Node mean = add(multiply(state.get(0), beta1), multiply(gradient, 1 - beta1));
    Node meanSquare = add(multiply(state.get(1), beta2), multiply(square(gradient), 1 - beta2));
    Node correctedMean = divide(mean, correction(beta1, step));
    Node correctedSquare = divide(meanSquare, correction(beta2, step));
    Node change = divide(correctedMean, add(squareRoot(correctedSquare), number(epsilon)));
    return new Update(subtract(parameter, multiply(step.learningRate(), change)), mean, meanSquare);
  }

  /**
   * 1 − βᵗ: undoes the pull of the zeros that the running means start from.
   *
   * <p>Computed as 2h / (1 + h) with h = tanh(−t·ln β / 2), which is the same: in single precision
   * the difference itself would lose four digits for a β close to 1.
   */
  private static Node correction(double beta, Step step) {
    Node half = new Tanh().apply(multiply(step.number(), -Math.log(beta) / 2));
    return divide(multiply(half, 2), add(half, number(1)));
  }
}
