package dev.ranvier.nn.activation;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Activation;
import dev.ranvier.nn.Context;

/**
 * No activation: the input as it is, to be named where an activation is asked for.
 *
 * <p>Formula: y = x; derivative 1.
 */
public record Linear() implements Activation {
  @Override
  public Node apply(Node x, Context context) {
    return x;
  }
}
