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
 * Gradient descent with Nesterov's momentum: the step that would be taken next from the new
 * velocity.
 *
 * <p>Formula: v ← μ·v + g; w ← w − α·(g + μ·v). Source: Nesterov, 1983; Sutskever and others, 2013,
 * in PyTorch's form.
 *
 * @param learningRate α, above 0
 * @param momentum μ, at least 0 and below 1; a schedule of the momentum replaces it
 */
public record Nesterov(double learningRate, double momentum) implements Rule {
  /** α = 0.01, μ = 0.9. */
  public Nesterov() {
    this(0.01, 0.9);
  }

  /** Checks the settings. */
  public Nesterov {
    Settings.learningRate("nesterov", learningRate);
    Settings.fraction("nesterov", "momentum", momentum);
  }

  @Override
  public Nesterov withLearningRate(double other) {
    return new Nesterov(other, momentum);
  }

  /** The same rule with another momentum. */
  public Nesterov withMomentum(double other) {
    return new Nesterov(learningRate, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return List.of(Tensor.zeros(parameter.type()));
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    Node decay = step.momentum(momentum);
    Node velocity = add(multiply(decay, state.get(0)), gradient);
    Node ahead = add(gradient, multiply(decay, velocity));
    return new Update(subtract(parameter, multiply(step.learningRate(), ahead)), velocity);
  }
}
