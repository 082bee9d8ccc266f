package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/**
 * Gradient descent with momentum in the lectures' form, in which the velocity is the change.
 *
 * <p>Formula: Δ ← μ·Δ − α·g; w ← w + Δ. The same as {@link Sgd} with momentum as long as α stays;
 * when α falls, what is left of earlier steps keeps its length here and shrinks there. Source:
 * Rumelhart, Hinton and Williams, 1986.
 *
 * @param learningRate α, above 0
 * @param momentum μ, at least 0 and below 1; a schedule of the momentum replaces it
 */
public record Momentum(double learningRate, double momentum) implements Rule {
  /** α = 0.01, μ = 0.9. */
  public Momentum() {
    this(0.01, 0.9);
  }

  /** Checks the settings. */
  public Momentum {
    Settings.learningRate("momentum", learningRate);
    Settings.fraction("momentum", "momentum", momentum);
  }

  @Override
  public Momentum withLearningRate(double other) {
    return new Momentum(other, momentum);
  }

  /** The same rule with another momentum. */
  public Momentum withMomentum(double other) {
    return new Momentum(learningRate, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return List.of(Tensor.zeros(parameter.type()));
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    Node inertia = multiply(step.momentum(momentum), state.get(0));
    Node change = subtract(inertia, multiply(step.learningRate(), gradient));
    return new Update(add(parameter, change), change);
  }
}
