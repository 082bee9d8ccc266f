package dev.ranvier.nn.activation;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Activation;
import dev.ranvier.nn.Context;
import dev.ranvier.op.MaxOp;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * The greatest of every few neighbouring units.
 *
 * <p>Formula: y[…, k] = max over j of x[…, k · pieces + j]; where several are greatest they share
 * the gradient equally. Shapes: x [batch, …, units · pieces], y [batch, …, units]. Errors: pieces
 * that do not divide the last axis. Source: Goodfellow et al., 2013 (arXiv 1302.4389).
 *
 * @param pieces how many units compete
 */
public record Maxout(int pieces) implements Activation {
  /** Checks the number of pieces. */
  public Maxout {
    Settings.positive("maxout", "pieces", pieces);
  }

  @Override
  public Node apply(Node x, Context context) {
    Shape shape = x.shape();
    int last = shape.rank() - 1;
    if (last < 1 || shape.size(last) % pieces != 0) {
      throw new IllegalArgumentException(
          "maxout "
              + context.layerName()
              + ": "
              + pieces
              + " pieces must divide the last axis of the input, got "
              + shape
              + "; give the layer before it a multiple of "
              + pieces
              + " units");
    }
    Shape units = shape.remove(last).insert(last, shape.size(last) / pieces);
    Node competing = ReshapeOp.to(x, units.insert(last + 1, pieces));
    return ReshapeOp.to(new MaxOp(List.of(last + 1)).apply(competing), units);
  }
}
