package dev.ranvier.optim;

import dev.ranvier.graph.Node;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * A rule that turns a parameter's gradient into its next value.
 *
 * <p>An optimizer is an immutable record. Its update is written in graph ops, so it is compiled
 * with the training step and runs as one pass over a parameter. What changes from step to step
 * comes in as nodes ({@link Step}).
 */
public interface Optimizer {
  /** The learning rate where no schedule says otherwise. */
  double learningRate();

  /** The same rule with another learning rate. */
  Optimizer withLearningRate(double learningRate);

  /** What the rule remembers of a parameter, as it is before the first step. */
  List<Tensor> init(TensorType parameter);

  /**
   * One step of the rule.
   *
   * @param parameter the parameter before the step
   * @param gradient the gradient of the loss by it
   * @param state what {@link #init} or the step before left
   * @param step the learning rate and the number of the step
   */
  Update update(Node parameter, Node gradient, List<Node> state, Step step);

  /**
   * What changes from step to step.
   *
   * @param learningRate a scalar
   * @param number a scalar: 1 at the first step, 2 at the second, …
   */
  record Step(Node learningRate, Node number) {}

  /**
   * The outcome of a step.
   *
   * @param parameter the parameter after the step
   * @param state what to remember for the next
   */
  record Update(Node parameter, List<Node> state) {
    /** An outcome with the given state. */
    public Update(Node parameter, Node... state) {
      this(parameter, List.of(state));
    }
  }
}
