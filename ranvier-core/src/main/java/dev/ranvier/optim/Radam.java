package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.divide;
import static dev.ranvier.op.Ops.less;
import static dev.ranvier.op.Ops.maximum;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.number;
import static dev.ranvier.op.Ops.select;
import static dev.ranvier.op.Ops.square;
import static dev.ranvier.op.Ops.squareRoot;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/**
 * RAdam: Adam whose scaling waits until enough gradients have been seen to trust it.
 *
 * <p>Formula: m̂ and v̂ as in {@link Adam}; ρ∞ = 2 / (1 − β₂) − 1; ρₜ = ρ∞ − 2t·β₂ᵗ / (1 − β₂ᵗ).
 * Where ρₜ > 5: w ← w − α · r · m̂ · √(1 − β₂ᵗ) / (√v + ε) with r = √((ρₜ − 4)(ρₜ − 2)ρ∞ / ((ρ∞ −
 * 4)(ρ∞ − 2)ρₜ)), before that w ← w − α · m̂. Source: Liu and others, 2020 (arXiv 1908.03265), in
 * PyTorch's form.
 *
 * @param learningRate α, above 0
 * @param beta1 β₁, at least 0 and below 1; a schedule of the momentum replaces it
 * @param beta2 β₂, at least 0 and below 1
 * @param epsilon ε, above 0
 */
public record Radam(double learningRate, double beta1, double beta2, double epsilon)
    implements Rule {
  /** The paper's settings: α = 0.001, β₁ = 0.9, β₂ = 0.999; ε = 1e-8. */
  public Radam() {
    this(0.001, 0.9, 0.999, 1e-8);
  }

  /** Checks the settings. */
  public Radam {
    Settings.learningRate("radam", learningRate);
    Settings.fraction("radam", "beta1", beta1);
    Settings.fraction("radam", "beta2", beta2);
    Settings.epsilon("radam", epsilon);
  }

  @Override
  public Radam withLearningRate(double other) {
    return new Radam(other, beta1, beta2, epsilon);
  }

  /** The same rule with another decay of the mean gradient. */
  public Radam withBeta1(double other) {
    return new Radam(learningRate, other, beta2, epsilon);
  }

  /** The same rule with another decay of the mean square. */
  public Radam withBeta2(double other) {
    return new Radam(learningRate, beta1, other, epsilon);
  }

  /** The same rule with another ε. */
  public Radam withEpsilon(double other) {
    return new Radam(learningRate, beta1, beta2, other);
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
    Node scaling = divide(rectified(step), add(squareRoot(meanSquare), number(epsilon)));
    Node factor = select(trusted(step), scaling, number(1));
    Node change = multiply(correctedMean, factor);
    return new Update(subtract(parameter, multiply(step.learningRate(), change)), mean, meanSquare);
  }

  /** ρ∞: how many gradients the mean square is in effect taken over, in the long run. */
  private double longest() {
    return 2 / (1 - beta2) - 1;
  }

  /** ρₜ: over how many it is now. */
  private Node length(Step step) {
    Node correction = Means.correction(beta2, step.number());
    Node missing = divide(subtract(number(1), correction), correction);
    return subtract(number(longest()), multiply(multiply(step.number(), 2), missing));
  }

  private Node trusted(Step step) {
    return less(number(5), length(step));
  }

  /** r · √(1 − β₂ᵗ); meaningless, but a number, where the mean square is not trusted. */
  private Node rectified(Step step) {
    Node length = maximum(length(step), number(5));
    Node product = multiply(subtract(length, number(4)), subtract(length, number(2)));
    double constant = longest() / ((longest() - 4) * (longest() - 2));
    Node squared = multiply(divide(product, length), constant);
    return squareRoot(multiply(squared, Means.correction(beta2, step.number())));
  }
}
