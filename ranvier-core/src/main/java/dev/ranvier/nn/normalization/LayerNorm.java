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
 * Layer normalization: each example, or each step of it, by itself.
 *
 * <p>Formula: y = γ · (x − μ) / √(σ² + ε) + β, with the mean and the (biased) variance over the
 * last axes. Shapes: x and y [batch, …, a…], γ and β [a…]. Defaults: the last axis alone, ε = 1e-5,
 * γ starts as 1 and β as 0. Errors: an input with no more axes than are normalized over. Source:
 * Ba, Kiros and Hinton, 2016 (arXiv 1607.06450).
 *
 * @param axes over how many of the last axes
 * @param epsilon ε, above 0
 */
public record LayerNorm(int axes, double epsilon) implements Layer {
  /** Over the last axis with ε = 1e-5, PyTorch's settings. */
  public LayerNorm() {
    this(1, 1e-5);
  }

  /** Checks the settings. */
  public LayerNorm {
    Settings.positive("layer-norm", "axes", axes);
    Settings.epsilon("layer-norm", epsilon);
  }

  /** The same layer over so many of the last axes. */
  public LayerNorm withAxes(int other) {
    return new LayerNorm(other, epsilon);
  }

  /** The same layer with another ε. */
  public LayerNorm withEpsilon(double other) {
    return new LayerNorm(axes, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    int rank = x.shape().rank();
    if (axes >= rank) {
      throw new IllegalArgumentException(
          String.format(
              "layer-norm %s: normalizes over the last %d axes of each example, got %s; ask for"
                  + " fewer axes",
              context.layerName(), axes, x.shape()));
    }
    Shape inner = x.shape().slice(rank - axes, rank);
    Node scale = context.parameter("scale", inner, Constant.ONES, Fans.NONE);
    Node shift = context.parameter("shift", inner, Constant.ZEROS, Fans.NONE);
    List<Integer> last = IntStream.range(rank - axes, rank).boxed().toList();
    return Ops.add(Ops.multiply(Standardization.over(x, epsilon, last), scale), shift);
  }
}
