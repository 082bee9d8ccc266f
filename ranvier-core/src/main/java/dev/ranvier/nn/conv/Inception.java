package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.layer.Concatenate;
import dev.ranvier.nn.layer.Sequential;

/**
 * The inception module with reduced dimensions: 1×1 convolutions before the costly ones and after
 * pooling.
 *
 * <p>Formula: y = [f₁(x), f₂(x), f₃(x), f₄(x)]. Branches: 1×1; 1×1 then 3×3; 1×1 then 5×5; 3×3 max
 * pooling then 1×1; each convolution with ReLU; all keep height and width. Shapes: x [batch,
 * height, width, channels], y [batch, height, width, one + three + five + pool]. Errors: an input
 * that is no image. Source: Szegedy et al., "Going deeper with convolutions", 2015, figure 2b and
 * table 1.
 *
 * @param one the filters of the 1×1 convolution
 * @param threeReduce the filters before the 3×3 convolution
 * @param three the filters of the 3×3 convolution
 * @param fiveReduce the filters before the 5×5 convolution
 * @param five the filters of the 5×5 convolution
 * @param pool the filters after pooling
 */
public record Inception(int one, int threeReduce, int three, int fiveReduce, int five, int pool)
    implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("inception", context, x);
    return new Concatenate(
            NaiveInception.convolution(one, 1).named("one"),
            reduced(threeReduce, three, 3).named("three"),
            reduced(fiveReduce, five, 5).named("five"),
            new Sequential(NaiveInception.pool(), NaiveInception.convolution(pool, 1))
                .named("pool"))
        .apply(x, context);
  }

  private static Layer reduced(int before, int filters, int kernel) {
    return new Sequential(
        NaiveInception.convolution(before, 1), NaiveInception.convolution(filters, kernel));
  }
}
