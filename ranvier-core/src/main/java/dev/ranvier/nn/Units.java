package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Maximum;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Sum;
import java.util.List;
import java.util.stream.IntStream;

/** Weight tensors as one vector for each unit: the last axis counts units (filters). */
final class Units {
  /** Sums of squares that are surely finite. */
  private static final double GREATEST = 1e36;

  /** Below all sums of scaled squares that count. */
  private static final double LEAST_SCALED = 1e-24;

  private static final double SCALE = 0x1p96;

  private Units() {}

  /** The axes of one unit's weights. */
  static List<Integer> weights(Node weights) {
    return IntStream.range(0, weights.shape().rank() - 1).boxed().toList();
  }

  /**
   * The Euclidean length of each unit's weights, at least {@code least}; also where squares of
   * weights are above the greatest number.
   */
  static Node length(Node weights, double least) {
    Sum sum = new Sum(weights(weights));
    Node squares = sum.apply(Ops.square(weights));
    Node scaled = sum.apply(Ops.square(Ops.multiply(weights, 1 / SCALE)));
    return Ops.select(
        Ops.less(squares, Ops.number(GREATEST)),
        root(squares, least * least),
        Ops.multiply(root(scaled, LEAST_SCALED), SCALE));
  }

  /** Of gradient 0 below the least number, where the root's own would be infinite. */
  private static Node root(Node squares, double least) {
    return Ops.squareRoot(new Maximum().apply(squares, Ops.number(least)));
  }
}
