package dev.ranvier.nn;

import dev.ranvier.graph.KebabCase;
import dev.ranvier.graph.Node;
import java.util.Optional;

/**
 * A function from a batch of values to a batch of values that may declare parameters.
 *
 * <p>A layer is a record of its settings. Applying it builds graph and computes nothing; what it
 * needs beside its input (parameters, random numbers, whether this is training) it asks of the
 * {@link Context}. The first axis of every value is the batch; images are [batch, height, width,
 * channels].
 */
public interface Layer {
  /**
   * The layer's result for an input.
   *
   * @throws IllegalArgumentException naming the layer when the input does not fit it
   */
  Node apply(Node x, Context context);

  /** What kind of layer it is, by default its class name in kebab case. */
  default String kind() {
    return KebabCase.of(getClass());
  }

  /** This layer under a name of the user's choice instead of its kind and a number. */
  default Layer named(String name) {
    return new Named(name, this);
  }

  /** The name that the user chose, if any. */
  default Optional<String> givenName() {
    return Optional.empty();
  }

  /** This layer with a penalty for its weights in the loss; biases and scales cost nothing. */
  default Layer regularized(Regularizer regularizer) {
    return new Regularized(this, regularizer);
  }

  /** This layer with weights that obey a constraint after every update. */
  default Layer constrained(Constraint constraint) {
    return new Constrained(this, constraint);
  }
}
