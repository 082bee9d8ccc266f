package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Pair;
import dev.ranvier.setting.Settings;

/**
 * Images some times as large; see {@link Interpolate}.
 *
 * <p>Formula: y[n, i, j, c] = x[n, ⌊i / factor⌋, ⌊j / factor⌋, c] for the nearest pixel. Shapes: x
 * [batch, height, width, channels], y [batch, height · factor, width · factor, channels]. Default:
 * nearest. Errors: an input that is no image.
 *
 * @param factor how many times as many rows and columns
 * @param mode how values between pixels are found
 */
public record Upsample2d(Pair factor, Interpolation mode) implements Layer {
  /** So many times as large in both directions, by the nearest pixels. */
  public Upsample2d(int factor) {
    this(Pair.of(factor));
  }

  /** By the nearest pixels. */
  public Upsample2d(Pair factor) {
    this(factor, Interpolation.NEAREST);
  }

  /** Checks the factor. */
  public Upsample2d {
    Settings.positive("upsample2d", "rows", factor.rows());
    Settings.positive("upsample2d", "columns", factor.columns());
  }

  /** The same layer with values found another way. */
  public Upsample2d withMode(Interpolation other) {
    return new Upsample2d(factor, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("upsample2d", context, x);
    Pair image = Geometry.sizes(x);
    Pair size =
        new Pair(
            Math.multiplyExact(image.rows(), factor.rows()),
            Math.multiplyExact(image.columns(), factor.columns()));
    return new Interpolate(size, mode).apply(x, context);
  }
}
