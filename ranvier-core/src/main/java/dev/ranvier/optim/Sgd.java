package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * Stochastic gradient descent with momentum.
 *
 * <p>Formula: v ← μ·v + g; w ← w − α·v; without momentum w ← w − α·g. This is PyTorch's form; the
 * lectures' v ← μ·v − α·g; w ← w + v is the same as long as α does not change. Source: Polyak,
 * 1964.
 *
 * @param learningRate α, above 0
 * @param momentum μ, at least 0 and below 1
 */
public record Sgd(double learningRate, double momentum) implements Optimizer {
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
  public List<Tensor> init(TensorType parameter) {
    return momentum == 0 ? List.of() : List.of(Tensor.zeros(parameter));
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    if (momentum == 0) {
      return new Update(subtract(parameter, multiply(step.learningRate(), gradient)));
    }
    Node velocity = add(multiply(state.get(0), momentum), gradient);
    return new Update(subtract(parameter, multiply(step.learningRate(), velocity)), velocity);
  }
}
