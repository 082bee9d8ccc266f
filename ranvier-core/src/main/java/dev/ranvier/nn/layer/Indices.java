package dev.ranvier.nn.layer;

import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Scope;
import dev.ranvier.op.GatherOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import java.util.stream.IntStream;

/** Fixed choices of slices along an axis: mirrored borders, reversed steps, repeated rows. */
public final class Indices {
  private Indices() {}

  /** The slices along an axis in the given order; a negative index gives zeros. */
  public static Node select(Node x, int axis, int... indices) {
    return select(x, axis, Shape.of(indices.length), indices);
  }

  /** As many slices as the shape has elements, which replaces the axis. */
  public static Node select(Node x, int axis, Shape shape, int... indices) {
    double[] data = IntStream.of(indices).asDoubleStream().toArray();
    return new GatherOp(axis).apply(x, new Literal(DType.I32, new NdArray(shape, data)));
  }

  /** The slices along an axis, the last first. */
  public static Node reversed(Node x, int axis) {
    int size = x.shape().size(axis);
    return select(x, axis, IntStream.range(0, size).map(i -> size - 1 - i).toArray());
  }

  /**
   * Where a position outside 0 … size − 1 lands when the axis is mirrored at its first and last
   * slice, which are not repeated.
   */
  public static int mirrored(int position, int size) {
    int inside = Math.abs(position);
    return inside < size ? inside : 2 * (size - 1) - inside;
  }

  /** The axis with so many slices mirrored at its start and its end. */
  public static Node mirror(Node x, int axis, int before, int after) {
    if (before == 0 && after == 0) {
      return x;
    }
    int size = x.shape().size(axis);
    requireMirror(x, axis, Math.max(before, after));
    return select(
        x, axis, IntStream.range(-before, size + after).map(i -> mirrored(i, size)).toArray());
  }

  /** Fails where there are not as many slices beside the border as are to be mirrored. */
  public static void requireMirror(Node x, int axis, int slices) {
    if (slices >= x.shape().size(axis)) {
      throw new IllegalArgumentException(
          String.format(
              "layer '%s': reflect padding: %d cells can be mirrored only where axis %d has more than %d, got"
                  + " %s; use a smaller window or padding same",
              Scope.current(), slices, axis, slices, x.shape()));
    }
  }
}
