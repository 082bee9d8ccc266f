package dev.ranvier.op.normalization;

import static dev.ranvier.op.scalar.Expression.argument;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.op.Arguments;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.Composite;
import dev.ranvier.op.Ops;
import dev.ranvier.op.PointwiseOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * The gradients of {@link BatchNormalizationOp} by input, scale and shift, in one pass.
 *
 * <p>Formula: with n = (x − mean) / σ, σ = √(variance + epsilon) and m elements a channel: dshift =
 * Σ dy, dscale = Σ dy · n, dx = scale / (m·σ) · (m·dy − dshift − n·dscale). Inputs: x [..., C],
 * scale, mean and variance [C], dy [..., C]; results dx [..., C], dscale [C], dshift [C]. It cannot
 * be differentiated again.
 *
 * @param epsilon as in the forward op
 */
public record BatchNormalizationGradientOp(double epsilon) implements Composite {
  /** Of dy, x and mean. */
  private static final PointwiseOp PRODUCT =
      new PointwiseOp(
          "gradient-times-deviation", 3, argument(0).times(argument(1).minus(argument(2))));

  /** Of dy, x, mean, and the factors f, g and h. */
  private static final PointwiseOp COMBINED =
      new PointwiseOp(
          "normalization-gradient",
          6,
          argument(0)
              .times(argument(3))
              .plus(argument(1).minus(argument(2)).times(argument(4)))
              .plus(argument(5)));

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 5, inputs);
    Arguments.floating(name(), inputs);
    TensorType x = inputs.get(0);
    TensorType channels = BatchNormalizationOp.channels(name(), x, inputs.get(1));
    Arguments.equalTypes(name(), "the mean", channels, inputs.get(2));
    Arguments.equalTypes(name(), "the variance", channels, inputs.get(3));
    Arguments.equalTypes(name(), "the upstream gradient", x, inputs.get(4));
    return List.of(x, channels, channels);
  }

  @Override
  public List<Node> gradient(Backward backward) {
    throw backward.missing(
        "compose the normalization of elementwise ops and Sum to differentiate it twice");
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.get(0);
    double[] scale = inputs.get(1).data();
    double[] mean = inputs.get(2).data();
    double[] variance = inputs.get(3).data();
    double[] upstream = inputs.get(4).data();
    int channels = scale.length;
    NdArray dx = NdArray.zeros(x.shape());
    NdArray dscale = NdArray.zeros(inputs.get(1).shape());
    NdArray dshift = NdArray.zeros(inputs.get(1).shape());
    for (int i = 0; i < upstream.length; i++) {
      int c = i % channels;
      double normalized = (x.data()[i] - mean[c]) / Math.sqrt(variance[c] + epsilon);
      dscale.data()[c] += upstream[i] * normalized;
      dshift.data()[c] += upstream[i];
    }
    double count = (double) upstream.length / channels;
    for (int i = 0; i < upstream.length; i++) {
      int c = i % channels;
      double deviation = Math.sqrt(variance[c] + epsilon);
      double normalized = (x.data()[i] - mean[c]) / deviation;
      double centred = count * upstream[i] - dshift.data()[c] - normalized * dscale.data()[c];
      dx.data()[i] = scale[c] / (count * deviation) * centred;
    }
    return List.of(dx, dscale, dshift);
  }

  /**
   * With p = Σ dy · (x − mean), one pass for both sums, and dx = dy · f + (x − mean) · g + h in
   * another, where f = scale / σ, g = −f · p / (σ² · m) and h = −f · dshift / m.
   */
  @Override
  public List<Node> expand(List<Node> inputs) {
    DType wide = inputs.get(1).dtype();
    Node x = CastOp.to(inputs.get(0), wide);
    Node mean = inputs.get(2);
    Node upstream = CastOp.to(inputs.get(4), wide);
    Node deviation = BatchNormalizationOp.deviation(inputs.get(3), epsilon);
    double rows = (double) x.shape().elements() / x.shape().size(-1);
    Node dshift = BatchNormalizationOp.sumOfChannels(upstream);
    Node products = BatchNormalizationOp.sumOfChannels(PRODUCT.apply(upstream, x, mean));
    Node dscale = Ops.divide(products, deviation);
    Node f = Ops.divide(inputs.get(1), deviation);
    Node g = Ops.multiply(Ops.multiply(f, Ops.divide(dscale, deviation)), -1 / rows);
    Node h = Ops.multiply(Ops.multiply(f, dshift), -1 / rows);
    Node dx = COMBINED.apply(upstream, x, mean, f, g, h);
    return List.of(CastOp.to(dx, inputs.get(0).dtype()), dscale, dshift);
  }
}
