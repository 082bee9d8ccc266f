package dev.ranvier.optim;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/**
 * Leaves parameters as they are; for a part of a model, see {@link Where}.
 *
 * <p>Formula: w ← w. What only frozen parameters need their gradients for is not computed.
 */
public record Frozen() implements Rule {
  /** 0. */
  @Override
  public double learningRate() {
    return 0;
  }

  @Override
  public Frozen withLearningRate(double other) {
    return this;
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return List.of();
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    return new Update(parameter);
  }
}
