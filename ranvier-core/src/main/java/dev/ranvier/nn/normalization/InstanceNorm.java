package dev.ranvier.nn.normalization;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.op.Ops;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Instance normalization: each channel of each example by itself.
 *
 * <p>Formula: y = (x − μ) / √(σ² + ε), with the mean and the (biased) variance over the places, and
 * y·γ + β where it is affine. Shapes: x and y [batch, …, channels], γ and β [channels]. Defaults: ε
 * = 1e-5, not affine, as in PyTorch; γ starts as 1 and β as 0. Errors: an input without places
 * between batch and channels. Source: Ulyanov, Vedaldi and Lempitsky, 2016 (arXiv 1607.08022).
 *
 * @param affine whether each channel is then scaled and shifted by learned numbers
 * @param epsilon ε, above 0
 */
public record InstanceNorm(boolean affine, double epsilon) implements Layer {
  /** Without learned numbers, ε = 1e-5. */
  public InstanceNorm() {
    this(false, 1e-5);
  }

  /** Checks ε. */
  public InstanceNorm {
    Settings.epsilon("instance-norm", epsilon);
  }

  /** The same layer with or without learned numbers. */
  public InstanceNorm withAffine(boolean other) {
    return new InstanceNorm(other, epsilon);
  }

  /** The same layer with another ε. */
  public InstanceNorm withEpsilon(double other) {
    return new InstanceNorm(affine, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    int rank = x.shape().rank();
    if (rank < 3) {
      throw new IllegalArgumentException(
          String.format(
              "instance-norm %s: takes [batch,…,channels] with places between them, got %s; use"
                  + " layer-norm for features",
              context.layerName(), x.shape()));
    }
    List<Integer> places = IntStream.range(1, rank - 1).boxed().toList();
    Node standard = Standardization.over(x, epsilon, places);
    if (!affine) {
      return standard;
    }
    Shape channels = Shape.of(x.shape().size(-1));
    Node scale = context.parameter("scale", channels, Constant.ONES, Fans.NONE);
    Node shift = context.parameter("shift", channels, Constant.ZEROS, Fans.NONE);
    return Ops.add(Ops.multiply(standard, scale), shift);
  }
}
