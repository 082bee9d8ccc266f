package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.layer.ActivityPenalty;

/**
 * What is added to the loss to keep numbers small: weights by {@link Layer#regularized}, a layer's
 * results by {@link ActivityPenalty}.
 */
public interface Regularizer {
  /** The penalty for some numbers, a scalar. */
  Node penalty(Node values);
}
