package dev.ranvier.nn;

import dev.ranvier.graph.Node;

/** What weights have to obey after every update, by {@link Layer#constrained}. */
public interface Constraint {
  /** The weights nearest to these that obey. */
  Node constrain(Node weights);
}
