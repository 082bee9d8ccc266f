package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.MaximumOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.SumOp;
import dev.ranvier.tensor.Shape;
import java.util.List;

/** What losses have in common: numbers gathered by example, and lengths of vectors. */
public final class PerExample {
  /** Sums of squares that are surely finite. */
  private static final double GREATEST = 1e36;

  /** Below all sums of scaled squares that count. */
  private static final double LEAST_SCALED = 1e-24;

  private static final double SCALE = 0x1p96;

  private PerExample() {}

  /** The sum over all axes but the first: [batch, …] becomes [batch]. */
  public static Node sum(Node each) {
    int batch = each.shape().size(0);
    return Ops.sum(ReshapeOp.to(each, Shape.of(batch, count(each))), 1);
  }

  /** The mean over all axes but the first: [batch, …] becomes [batch]. */
  public static Node mean(Node each) {
    return Ops.multiply(sum(each), 1.0 / count(each));
  }

  /** How many numbers an example has. */
  static int count(Node each) {
    return Math.toIntExact(each.shape().elements() / each.shape().size(0));
  }

  /**
   * Euclidean lengths over some axes, which keep size one; at least {@code least}, and of gradient
   * 0 where they would be shorter. Also right where squares are above the greatest fp32 number.
   */
  public static Node length(Node x, List<Integer> axes, double least) {
    SumOp sum = new SumOp(axes);
    Node squares = sum.apply(Ops.square(x));
    Node scaled = sum.apply(Ops.square(Ops.multiply(x, 1 / SCALE)));
    return Ops.select(
        Ops.less(squares, Ops.number(GREATEST)),
        root(squares, least * least),
        Ops.multiply(root(scaled, LEAST_SCALED), SCALE));
  }

  /** Of gradient 0 below the least number, where the root's own would be infinite. */
  private static Node root(Node squares, double least) {
    return Ops.squareRoot(new MaximumOp().apply(squares, Ops.number(least)));
  }
}
