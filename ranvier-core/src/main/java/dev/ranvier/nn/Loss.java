package dev.ranvier.nn;

import dev.ranvier.graph.KebabCase;
import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/** How wrong a prediction is: what training makes small. */
public interface Loss {
  /**
   * The loss of each example.
   *
   * @param prediction what the model gives, [batch, …]
   * @param target what is wanted, of type {@link #targetType}
   * @return one number an example, [batch]
   */
  Node perExample(Node prediction, Node target);

  /** The loss of a batch: the mean over its examples, a scalar. */
  default Node batch(Node prediction, Node target) {
    return Ops.mean(perExample(prediction, target));
  }

  /**
   * The loss of a batch whose examples count differently: (1/m) Σ wᵢ · Lᵢ over m examples.
   *
   * @param weights one number an example, f32 [batch]
   */
  default Node batch(Node prediction, Node target, Node weights) {
    Node each = perExample(prediction, target);
    if (!weights.shape().equals(each.shape())) {
      throw new IllegalArgumentException(
          name()
              + ": needs one weight an example, "
              + each.shape()
              + ", got weights of shape "
              + weights.shape());
    }
    return Ops.mean(Ops.multiply(each, weights));
  }

  /**
   * What the loss of a batch is the mean of squares of, of any shape, for methods of least squares;
   * empty where it is no such mean.
   */
  default Optional<Node> residuals(Node prediction, Node target) {
    return Optional.empty();
  }

  /**
   * The type of the targets for a prediction, batch included.
   *
   * @throws IllegalArgumentException when the loss does not apply to such predictions
   */
  TensorType targetType(TensorType prediction);

  /**
   * Refuses targets that mean nothing to it, such as a class that the model has no output for:
   * graphs cannot look. Training and evaluation ask before each batch, so it allocates nothing.
   *
   * @param targets a row for each example
   * @param from the first of the numbers of each row that are for this loss
   * @param to the end of these, exclusive
   * @param prediction the type of the outputs they are for
   * @throws IllegalArgumentException naming the first such target
   */
  default void requireTargets(Tensor targets, int from, int to, TensorType prediction) {}

  /**
   * What to show people of the output of a model trained with this loss: the output itself, or the
   * probabilities that it stands for.
   */
  default Node prediction(Node output) {
    return output;
  }

  /**
   * The kinds of last layers whose work this loss does itself, so that a model that ends with one
   * would do it twice: {@code softmax} of a cross-entropy from logits.
   */
  default List<String> applied() {
    return List.of();
  }

  /** The loss's name, by default its class name in kebab case. */
  default String name() {
    return KebabCase.of(getClass());
  }
}
