package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.op.ConcatenateOp;
import dev.ranvier.op.Pair;
import dev.ranvier.op.SliceOp;
import dev.ranvier.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Windows whose sizes follow from how many results are wanted: window i of m over n cells begins at
 * ⌊i·n/m⌋ and ends before ⌈(i + 1)·n/m⌉, as in PyTorch. Neighbours overlap where m does not divide
 * n.
 */
final class AdaptiveWindows {
  private AdaptiveWindows() {}

  /**
   * The images pooled to a size.
   *
   * @param pool pools images by windows of a size, side by side
   */
  static Node pool(
      String layer, Context context, Node images, Pair size, BiFunction<Pair, Node, Node> pool) {
    Pair image = Geometry.sizes(images);
    if (size.rows() > image.rows() || size.columns() > image.columns()) {
      throw new IllegalArgumentException(
          String.format(
              "%s %s: cannot make %s of images of %s; ask for fewer results or interpolate",
              layer, context.layerName(), size, image));
    }
    if (image.rows() % size.rows() == 0 && image.columns() % size.columns() == 0) {
      Pair window = new Pair(image.rows() / size.rows(), image.columns() / size.columns());
      return pool.apply(window, images);
    }
    Node rows = along(1, images, size.rows(), length -> new Pair(length, 1), pool);
    return along(2, rows, size.columns(), length -> new Pair(1, length), pool);
  }

  private static Node along(
      int axis,
      Node images,
      int results,
      java.util.function.IntFunction<Pair> window,
      BiFunction<Pair, Node, Node> pool) {
    int size = images.shape().size(axis);
    if (size % results == 0) {
      return pool.apply(window.apply(size / results), images);
    }
    List<Node> pieces = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      int start = (int) ((long) i * size / results);
      int length = (int) (Math.ceilDiv((i + 1L) * size, results) - start);
      List<Integer> starts = new ArrayList<>(Collections.nCopies(4, 0));
      starts.set(axis, start);
      Shape box = images.shape().with(axis, length);
      pieces.add(pool.apply(window.apply(length), SliceOp.of(images, starts, box)));
    }
    return new ConcatenateOp(axis).apply(pieces.toArray(Node[]::new));
  }
}
