package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;

/**
 * How a window slides over images.
 *
 * @param window its rows and columns
 * @param stride how far it moves
 * @param padding what is put around the images
 * @param dilation how far apart the window's cells are
 */
public record Geometry(Pair window, Pair stride, PaddingRule padding, Pair dilation) {
  /** A window moving by single cells, without padding. */
  public static Geometry of(Pair window) {
    return new Geometry(window, Pair.ONE, PaddingRule.VALID, Pair.ONE);
  }

  Geometry withStride(Pair other) {
    return new Geometry(window, other, padding, dilation);
  }

  Geometry withPadding(PaddingRule other) {
    return new Geometry(window, stride, other, dilation);
  }

  Geometry withDilation(Pair other) {
    return new Geometry(window, stride, padding, other);
  }

  /** The padding for images [batch, height, width, channels]. */
  Padding paddingFor(Node images) {
    return padding.padding(new Pair(images.shape().size(1), images.shape().size(2)), this);
  }
}
