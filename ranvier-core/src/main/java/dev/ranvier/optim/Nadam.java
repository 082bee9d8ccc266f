package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.divide;
import static dev.ranvier.op.Ops.exp;
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
 * NAdam: Adam that looks one step of its momentum ahead.
 *
 * <p>Formula: m and v as in {@link Adam}; μₜ = β₁ · (1 − ½ · 0.96^(t·ψ)); Πₜ = μ₁ · … · μₜ; w ← w −
 * α · ((1 − μₜ) / (1 − Πₜ) · g + μₜ₊₁ / (1 − Πₜ₊₁) · m) / (√v̂ + ε). Source: Dozat, 2016, in
 * PyTorch's form.
 *
 * @param learningRate α, above 0
 * @param beta1 β₁, at least 0 and below 1; a schedule of the momentum replaces it
 * @param beta2 β₂, at least 0 and below 1
 * @param epsilon ε, above 0
 * @param momentumDecay ψ, at least 0
 */
public record Nadam(
    double learningRate, double beta1, double beta2, double epsilon, double momentumDecay)
    implements Rule {
  /** PyTorch's settings: α = 0.002, β₁ = 0.9, β₂ = 0.999, ε = 1e-8, ψ = 0.004. */
  public Nadam() {
    this(0.002, 0.9, 0.999, 1e-8, 0.004);
  }

  /** Checks the settings. */
  public Nadam {
    Settings.learningRate("nadam", learningRate);
    Settings.fraction("nadam", "beta1", beta1);
    Settings.fraction("nadam", "beta2", beta2);
    Settings.epsilon("nadam", epsilon);
    Settings.notNegative("nadam", "momentum decay", momentumDecay);
  }

  @Override
  public Nadam withLearningRate(double other) {
    return new Nadam(other, beta1, beta2, epsilon, momentumDecay);
  }

  /** The same rule with another decay of the mean gradient. */
  public Nadam withBeta1(double other) {
    return new Nadam(learningRate, other, beta2, epsilon, momentumDecay);
  }

  /** The same rule with another decay of the mean square. */
  public Nadam withBeta2(double other) {
    return new Nadam(learningRate, beta1, other, epsilon, momentumDecay);
  }

  /** The same rule with another ε. */
  public Nadam withEpsilon(double other) {
    return new Nadam(learningRate, beta1, beta2, other, momentumDecay);
  }

  /** The same rule with another ψ. */
  public Nadam withMomentumDecay(double other) {
    return new Nadam(learningRate, beta1, beta2, epsilon, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return List.of(
        Tensor.zeros(parameter.type()), Tensor.zeros(parameter.type()), Tensor.scalar(1));
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    Node decay = step.momentum(beta1);
    Node mean = Means.running(decay, state.get(0), gradient);
    Node meanSquare = Means.running(beta2, state.get(1), square(gradient));
    Node now = momentum(decay, step.number());
    Node next = momentum(decay, add(step.number(), number(1)));
    Node product = multiply(state.get(2), now);
    Node ofGradient = divide(subtract(number(1), now), subtract(number(1), product));
    Node ofMean = divide(next, subtract(number(1), multiply(product, next)));
    Node ahead = add(multiply(ofGradient, gradient), multiply(ofMean, mean));
    Node correctedSquare = divide(meanSquare, Means.correction(beta2, step.number()));
    Node change = divide(ahead, add(squareRoot(correctedSquare), number(epsilon)));
    Node after = subtract(parameter, multiply(step.learningRate(), change));
    return new Update(after, mean, meanSquare, product);
  }

  /** μₜ. */
  private Node momentum(Node decay, Node steps) {
    Node fading = exp(multiply(steps, momentumDecay * Math.log(0.96)));
    return multiply(decay, subtract(number(1), multiply(fading, 0.5)));
  }
}
