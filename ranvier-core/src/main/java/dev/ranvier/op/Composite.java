package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * An op that plans write as elementwise ops and sums, which are joined with what lies around them
 * into passes over memory. It needs no kernel of its own.
 *
 * <p>Its definition, {@link Op#evaluate}, stays the measure of what the nodes give.
 */
public interface Composite extends Op {
  /** For each result a node of its type with the same values, made of the op's inputs. */
  List<Node> expand(List<Node> inputs);

  /** Counted by the ops that it is made of: they take its place before anything runs. */
  @Override
  default Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.NONE;
  }
}
