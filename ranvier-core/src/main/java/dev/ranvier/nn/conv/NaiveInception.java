package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.layer.Concatenate;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.op.Pair;

/**
 * The naive inception module: convolutions of three sizes and max pooling side by side.
 *
 * <p>Formula: y = [f₁(x), f₂(x), f₃(x), f₄(x)]. Branches: 1×1, 3×3 and 5×5 convolutions, each with
 * ReLU, and 3×3 max pooling; all keep height and width. Shapes: x [batch, height, width, channels],
 * y [batch, height, width, one + three + five + channels]. Errors: an input that is no image.
 * Source: Szegedy et al., "Going deeper with convolutions", 2015, figure 2a.
 *
 * @param one the filters of the 1×1 convolution
 * @param three the filters of the 3×3 convolution
 * @param five the filters of the 5×5 convolution
 */
public record NaiveInception(int one, int three, int five) implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("naive-inception", context, x);
    return new Concatenate(
            convolution(one, 1).named("one"),
            convolution(three, 3).named("three"),
            convolution(five, 5).named("five"),
            pool().named("pool"))
        .apply(x, context);
  }

  /** A convolution that keeps height and width, with ReLU. */
  static Layer convolution(int filters, int kernel) {
    return new Sequential(new Conv2d(filters, kernel).withPadding(PaddingRule.SAME), new Relu());
  }

  /** The greatest of each place and its neighbours. */
  static Layer pool() {
    return new MaxPool2d(3).withStride(Pair.ONE).withPadding(PaddingRule.SAME);
  }
}
