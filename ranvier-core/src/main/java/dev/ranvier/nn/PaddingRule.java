package dev.ranvier.nn;

import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;

/** How a convolution or pooling layer finds the padding around its images. */
public sealed interface PaddingRule {
  /** No padding: windows lie inside the image. */
  PaddingRule VALID = new Explicit(Padding.NONE);

  /**
   * As much as makes the result ⌈input / stride⌉ cells long; an odd cell at the bottom and right.
   */
  PaddingRule SAME = new Same();

  /** The same number of cells on every side. */
  static PaddingRule of(int cells) {
    return new Explicit(Padding.of(cells));
  }

  /** The padding for images and a window of given sizes. */
  Padding padding(Pair image, Geometry geometry);

  /**
   * Given numbers of cells.
   *
   * @param cells the cells on each side
   */
  record Explicit(Padding cells) implements PaddingRule {
    @Override
    public Padding padding(Pair image, Geometry geometry) {
      return cells;
    }
  }

  /** What keeps the size at stride one. */
  record Same() implements PaddingRule {
    @Override
    public Padding padding(Pair image, Geometry geometry) {
      return Padding.same(image, geometry.window(), geometry.stride(), geometry.dilation());
    }
  }
}
