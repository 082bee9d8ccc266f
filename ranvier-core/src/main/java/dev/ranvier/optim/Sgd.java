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
 * Stochastic gradient descent with momentum.
 *
 * <p>Formula: v ← μ·v + g; w ← w − α·v; without momentum w ← w − α·g. This is PyTorch's form;
 * {@link Momentum} is the lectures'. With batches of one example it is stochastic, with batches of
 * all examples full-batch gradient descent. Source: Polyak, 1964.
 *
 * @param learningRate α, above 0
 * @param momentum μ, at least 0 and below 1; a schedule of the momentum replaces it
 */
public record Sgd(double learningRate, double momentum) implements Rule {
  /** Plain gradient descent. */
  public Sgd(double learningRate) {
    this(learningRate, 0);
  }

  /** Checks the settings. */
  public Sgd {
    Settings.learningRate("sgd", learningRate);
    Settings.fraction("sgd", "momentum", momentum);
  }

  @Override
  public Sgd withLearningRate(double other) {
    return new Sgd(other, momentum);
  }

  /** The same rule with another momentum. */
  public Sgd withMomentum(double other) {
    return new Sgd(learningRate, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return momentum == 0 ? List.of() : List.of(Tensor.zeros(parameter.type()));
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    if (momentum == 0) {
      return new Update(subtract(parameter, multiply(step.learningRate(), gradient)));
    }
    Node velocity = add(multiply(step.momentum(momentum), state.get(0)), gradient);
    return new Update(subtract(parameter, multiply(step.learningRate(), velocity)), velocity);
  }
}
