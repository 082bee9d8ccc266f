package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.layer.Indices;
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

  /** As many cells as with {@link #SAME}, filled with the image mirrored at its border cells. */
  PaddingRule REFLECT = new Reflect();

  /** The same number of cells on every side. */
  static PaddingRule of(int cells) {
    return new Explicit(Padding.of(cells));
  }

  /** The padding that a window's op is to add for images of a given size. */
  Padding padding(Pair image, Geometry geometry);

  /** Images [batch, height, width, channels] with what ops cannot add by themselves. */
  Node surround(Node images, Geometry geometry);

  /**
   * Given numbers of cells.
   *
   * @param cells the cells on each side
   */
  record Explicit(Padding cells) implements PaddingRule {
    /** Checks the numbers. */
    public Explicit {
      Geometry.requireNotNegative("window", "padding", cells);
    }

    @Override
    public Padding padding(Pair image, Geometry geometry) {
      return cells;
    }

    @Override
    public Node surround(Node images, Geometry geometry) {
      return images;
    }
  }

  /** What keeps the size at stride one. */
  record Same() implements PaddingRule {
    @Override
    public Padding padding(Pair image, Geometry geometry) {
      return Padding.same(image, geometry.window(), geometry.stride(), geometry.dilation());
    }

    @Override
    public Node surround(Node images, Geometry geometry) {
      return images;
    }
  }

  /** What keeps the size at stride one, mirrored. */
  record Reflect() implements PaddingRule {
    @Override
    public Padding padding(Pair image, Geometry geometry) {
      return Padding.NONE;
    }

    @Override
    public Node surround(Node images, Geometry geometry) {
      Padding cells = SAME.padding(Geometry.sizes(images), geometry);
      Node taller = Indices.mirror(images, 1, cells.top(), cells.bottom());
      return Indices.mirror(taller, 2, cells.left(), cells.right());
    }
  }
}
