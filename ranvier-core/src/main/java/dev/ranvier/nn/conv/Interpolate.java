package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.layer.Indices;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Pair;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;

/**
 * Images at another size.
 *
 * <p>Formula: along an axis of n cells that is to have m, result i lies at (i + ½)·n/m − ½, its
 * centre on the input's scale. Nearest takes cell ⌊i·n/m⌋; bilinear weighs the two cells around by
 * distance, and the border cell alone beyond it. These are PyTorch's, without aligned corners.
 * Nothing is averaged where an image gets smaller; pool first. Shapes: x [batch, height, width,
 * channels], y [batch, size rows, size columns, channels]. Default: nearest. Errors: an input that
 * is no image.
 *
 * @param size the rows and columns of the result, at most 2²⁰ each
 * @param mode how values between pixels are found
 */
public record Interpolate(Pair size, Interpolation mode) implements Layer {
  private static final int MAX_SIDE = 1 << 20;

  /** As many rows as columns, by the nearest pixels. */
  public Interpolate(int size) {
    this(Pair.of(size));
  }

  /** By the nearest pixels. */
  public Interpolate(Pair size) {
    this(size, Interpolation.NEAREST);
  }

  /** Checks the size. */
  public Interpolate {
    Settings.positive("interpolate", "rows", size.rows());
    Settings.positive("interpolate", "columns", size.columns());
    Settings.atMost("interpolate", "rows", size.rows(), MAX_SIDE);
    Settings.atMost("interpolate", "columns", size.columns(), MAX_SIDE);
  }

  /** The same layer with values found another way. */
  public Interpolate withMode(Interpolation other) {
    return new Interpolate(size, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("interpolate", context, x);
    return along(2, along(1, x, size.rows()), size.columns());
  }

  private Node along(int axis, Node x, int results) {
    int cells = x.shape().size(axis);
    if (results == cells) {
      return x;
    }
    int[] first = new int[results];
    int[] second = new int[results];
    NdArray share = NdArray.zeros(Shape.SCALAR.insert(0, results));
    for (int i = 0; i < results; i++) {
      double place = Math.max((i + 0.5) * cells / results - 0.5, 0);
      first[i] = mode == Interpolation.NEAREST ? (int) ((long) i * cells / results) : (int) place;
      second[i] = Math.min(first[i] + 1, cells - 1);
      share.data()[i] = place - first[i];
    }
    Node before = Indices.select(x, axis, first);
    if (mode == Interpolation.NEAREST) {
      return before;
    }
    Shape broadcast = axis == 1 ? Shape.of(results, 1, 1) : Shape.of(results, 1);
    Node weight = new dev.ranvier.graph.Literal(DType.F32, share.reshape(broadcast));
    Node step = Ops.subtract(Indices.select(x, axis, second), before);
    return Ops.add(before, Ops.multiply(step, weight));
  }
}
