package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Ops;

/**
 * A residual block: what a layer gives, added to its input or to a projection of it.
 *
 * <p>Formula: y = F(x) + S(x) with the body F and the shortcut S. Shapes: body and shortcut give
 * the same shape. Errors: results of different shapes; give the shortcut a projection, for instance
 * a 1×1 convolution of the same stride. Source: He, Zhang, Ren and Sun, 2016 (arXiv 1512.03385).
 *
 * @param body F
 * @param shortcut S
 */
public record Residual(Layer body, Layer shortcut) implements Layer {
  private static final Layer IDENTITY = new Sequential();

  /** Added to the input itself. */
  public Residual(Layer body) {
    this(body, IDENTITY);
  }

  /** The same block with another shortcut. */
  public Residual withShortcut(Layer other) {
    return new Residual(body, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Node result = context.child(body, x);
    Node carried = shortcut.equals(IDENTITY) ? x : context.child(shortcut, x);
    if (!result.type().equals(carried.type())) {
      throw new IllegalArgumentException(
          "residual "
              + context.layerName()
              + ": the body gives "
              + result.type()
              + ", the shortcut "
              + carried.type()
              + "; give the shortcut a projection to the body's shape");
    }
    return Ops.add(result, carried);
  }
}
