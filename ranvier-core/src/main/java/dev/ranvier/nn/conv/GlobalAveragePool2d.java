package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.tensor.Shape;

/**
 * The mean of each channel over the whole image.
 *
 * <p>Formula: y[n, c] = Σ x[n, i, j, c] / (height · width). Shapes: x [batch, height, width,
 * channels], y [batch, channels]. Errors: an input that is no image. Source: Lin, Chen and Yan,
 * 2014 (arXiv 1312.4400).
 */
public record GlobalAveragePool2d() implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("global-average-pool2d", context, x);
    Shape shape = x.shape();
    Pair image = new Pair(shape.size(1), shape.size(2));
    Node mean = new AveragePool2dOp(image, image, Padding.NONE, false).apply(x);
    return ReshapeOp.to(mean, Shape.of(shape.size(0), shape.size(3)));
  }
}
