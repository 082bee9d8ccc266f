package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.divide;
import static dev.ranvier.op.Ops.less;
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
 * LAMB: Adam whose step for each parameter is as long as the parameter's own size suggests.
 *
 * <p>Formula: r = m̂ / (√v̂ + ε) + λ·w with m̂ and v̂ as in {@link Adam}; w ← w − α · ‖w‖ / ‖r‖ ·
 * r; the quotient of the norms is 1 where one of them is 0. For training in large batches. Two
 * passes over a parameter, because its norms have to be known first. Source: You and others, 2020
 * (arXiv 1904.00962).
 *
 * @param learningRate α, above 0
 * @param beta1 β₁, at least 0 and below 1; a schedule of the momentum replaces it
 * @param beta2 β₂, at least 0 and below 1
 * @param epsilon ε, above 0
 * @param weightDecay λ, at least 0
 */
public record Lamb(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Rule {
  /** The paper's settings: α = 0.001, β₁ = 0.9, β₂ = 0.999, ε = 1e-6, λ = 0.01. */
  public Lamb() {
    this(0.001, 0.9, 0.999, 1e-6, 0.01);
  }

  /** Checks the settings. */
  public Lamb {
    Settings.learningRate("lamb", learningRate);
    Settings.fraction("lamb", "beta1", beta1);
    Settings.fraction("lamb", "beta2", beta2);
    Settings.epsilon("lamb", epsilon);
    Settings.notNegative("lamb", "weight decay", weightDecay);
  }

  @Override
  public Lamb withLearningRate(double other) {
    return new Lamb(other, beta1, beta2, epsilon, weightDecay);
  }

  /** The same rule with another decay of the mean gradient. */
  public Lamb withBeta1(double other) {
    return new Lamb(learningRate, other, beta2, epsilon, weightDecay);
  }

  /** The same rule with another decay of the mean square. */
  public Lamb withBeta2(double other) {
    return new Lamb(learningRate, beta1, other, epsilon, weightDecay);
  }

  /** The same rule with another ε. */
  public Lamb withEpsilon(double other) {
    return new Lamb(learningRate, beta1, beta2, other, weightDecay);
  }

  /** The same rule with another weight decay. */
  public Lamb withWeightDecay(double other) {
    return new Lamb(learningRate, beta1, beta2, epsilon, other);
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
    Node adam = divide(correctedMean, add(squareRoot(correctedSquare), number(epsilon)));
    Node change = add(adam, multiply(parameter, weightDecay));
    Node rate =
        multiply(step.learningRate(), trust(Norm.of(parameter).value(), Norm.of(change).value()));
    return new Update(subtract(parameter, multiply(rate, change)), mean, meanSquare);
  }

  private static Node trust(Node parameter, Node change) {
    Node both = multiply(less(number(0), parameter), less(number(0), change));
    return select(both, divide(parameter, change), number(1));
  }
}
