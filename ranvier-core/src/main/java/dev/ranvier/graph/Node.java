package dev.ranvier.graph;

import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;

/**
 * A value in a graph: known by type and origin, not yet computed.
 *
 * <p>Nodes are immutable and compared by identity. A graph is whatever can be reached from a node
 * through the inputs of the applications it came from; there is no container to fill or close.
 */
public sealed interface Node permits Input, Variable, Literal, Result {
  /** Element type and shape. */
  TensorType type();

  /** The sizes of the axes, batch included. */
  default Shape shape() {
    return type().shape();
  }

  /** The element type. */
  default DType dtype() {
    return type().dtype();
  }
}
