package dev.ranvier.nn;

import dev.ranvier.graph.Node;

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
