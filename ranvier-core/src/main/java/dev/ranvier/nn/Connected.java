package dev.ranvier.nn;

import dev.ranvier.graph.Node;

/** A layer whose result is linear in weights that belong to single connections. */
public interface Connected {
  /** The weights for an input. */
  Node weights(Node x, Context context);

  /** What weights make of an input, without bias. */
  Node product(Node x, Node weights);

  /** The bias added to a product, where the layer has one. */
  Node biased(Node product, Context context);
}
