package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * The same numbers of each example under another shape.
 *
 * <p>Formula: y[n, k] = x[n, k] where k counts an example's elements in row-major order. Shapes: x
 * [batch, …], y [batch, sizes…], in row-major order; one size may be −1, which stands for what is
 * left. Errors: sizes with another number of elements than an example has.
 *
 * @param sizes the sizes of the axes, without the batch
 */
public record Reshape(List<Integer> sizes) implements Layer {
  /** Copies the list. */
  public Reshape {
    sizes = List.copyOf(sizes);
  }

  @Override
  public Node apply(Node x, Context context) {
    boolean fits = sizes.stream().allMatch(size -> size > 0 || size == -1);
    if (!fits || sizes.stream().filter(size -> size == -1).count() > 1) {
      throw new IllegalArgumentException(
          String.format(
              "reshape %s: sizes must be at least 1, but for one -1, got %s",
              context.layerName(), sizes));
    }
    int batch = x.shape().size(0);
    long elements = x.shape().elements() / batch;
    long known =
        sizes.stream().filter(size -> size > 0).mapToLong(size -> size).reduce(1, (a, b) -> a * b);
    boolean open = sizes.contains(-1);
    if (open ? elements % known != 0 : elements != known) {
      throw new IllegalArgumentException(
          String.format(
              "reshape %s: an example of %s has %d elements, which do not make %s",
              context.layerName(), x.shape().slice(1, x.shape().rank()), elements, sizes));
    }
    int[] all = new int[sizes.size() + 1];
    all[0] = batch;
    for (int axis = 0; axis < sizes.size(); axis++) {
      int size = sizes.get(axis);
      all[axis + 1] = size > 0 ? size : Math.toIntExact(elements / known);
    }
    return dev.ranvier.op.ReshapeOp.to(x, Shape.of(all));
  }
}
