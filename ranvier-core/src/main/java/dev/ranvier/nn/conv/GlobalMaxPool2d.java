package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.tensor.Shape;

/**
 * The greatest value of each channel over the whole image.
 *
 * <p>Formula: y[n, c] = max over i, j of x[n, i, j, c]. Shapes: x [batch, height, width, channels],
 * y [batch, channels]. Where several are greatest, the first gets the gradient. Errors: an input
 * that is no image.
 */
public record GlobalMaxPool2d() implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("global-max-pool2d", context, x);
    Node y = MaxPool2dOp.of(new MaxPool2dOp(Geometry.sizes(x)), x);
    return ReshapeOp.to(y, Shape.of(x.shape().size(0), x.shape().size(3)));
  }
}
