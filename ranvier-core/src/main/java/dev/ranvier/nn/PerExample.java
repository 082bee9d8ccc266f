package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Maximum;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Reshape;
import dev.ranvier.op.Sum;
import dev.ranvier.tensor.Shape;
import java.util.List;

/** What losses have in common: numbers gathered by example, and lengths of vectors. */
final class PerExample {
  private PerExample() {}

  /** The sum over all axes but the first: [batch, …] becomes [batch]. */
  static Node sum(Node each) {
    int batch = each.shape().size(0);
    return Ops.sum(Reshape.to(each, Shape.of(batch, count(each))), 1);
  }

  /** The mean over all axes but the first: [batch, …] becomes [batch]. */
  static Node mean(Node each) {
    return Ops.multiply(sum(each), 1.0 / count(each));
  }

  /** How many numbers an example has. */
  static int count(Node each) {
    return Math.toIntExact(each.shape().elements() / each.shape().size(0));
  }

  /**
   * Euclidean lengths over some axes, which keep size one; at least {@code least}, and of gradient
   * 0 where they would be shorter.
   */
  static Node length(Node x, List<Integer> axes, double least) {
    Node squares = new Sum(axes).apply(Ops.square(x));
    return Ops.squareRoot(new Maximum().apply(squares, Ops.number(least * least)));
  }
}
