package dev.ranvier.nn.normalization;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * Group normalization: each group of channels of each example by itself.
 *
 * <p>Formula: y = γ · (x − μ) / √(σ² + ε) + β, with the mean and the (biased) variance over a
 * group's channels at all places. Shapes: x and y [batch, …, channels], γ and β [channels].
 * Defaults: ε = 1e-5, γ starts as 1 and β as 0. One group is layer normalization over all of the
 * example, as many as channels instance normalization. Errors: groups that do not divide the
 * channels. Source: Wu and He, 2018 (arXiv 1803.08494).
 *
 * @param groups how many groups the channels fall into
 * @param epsilon ε, above 0
 */
public record GroupNorm(int groups, double epsilon) implements Layer {
  /** So many groups and ε = 1e-5. */
  public GroupNorm(int groups) {
    this(groups, 1e-5);
  }

  /** Checks the settings. */
  public GroupNorm {
    Settings.positive("group-norm", "groups", groups);
    Settings.epsilon("group-norm", epsilon);
  }

  /** The same layer with another ε. */
  public GroupNorm withEpsilon(double other) {
    return new GroupNorm(groups, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.channels("group-norm", context, x);
    Shape shape = x.shape();
    int channels = shape.size(-1);
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          String.format(
              "group-norm %s: %d groups must divide the %d channels of the input",
              context.layerName(), groups, channels));
    }
    int places = Math.toIntExact(shape.elements() / shape.size(0) / channels);
    Node grouped = ReshapeOp.to(x, Shape.of(shape.size(0), places, groups, channels / groups));
    Node standard = ReshapeOp.to(Standardization.over(grouped, epsilon, List.of(1, 3)), shape);
    Node scale = context.parameter("scale", Shape.of(channels), Constant.ONES, Fans.NONE);
    Node shift = context.parameter("shift", Shape.of(channels), Constant.ZEROS, Fans.NONE);
    return Ops.add(Ops.multiply(standard, scale), shift);
  }
}
