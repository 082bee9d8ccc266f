package dev.ranvier.op.normalization;

import static dev.ranvier.op.scalar.Expression.argument;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.op.Arguments;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.Composite;
import dev.ranvier.op.Ops;
import dev.ranvier.op.PointwiseOp;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Each channel shifted and scaled to mean 0 and variance 1 over the batch, then by learned numbers.
 *
 * <p>Formula: y = scale · (x − mean) / √(variance + epsilon) + shift, where mean and the (biased)
 * variance are over all axes but the last. Shapes: x [..., C], scale and shift [C]; results y [...,
 * C], mean [C], variance [C]. Scale, shift and the statistics may be wider than x (f32 for a bf16
 * x). Mean and variance are for keeping running statistics: a gradient flows through y alone.
 * Errors: a scale or shift that is not [C]. Source: Ioffe and Szegedy, "Batch normalization", 2015.
 *
 * @param epsilon added to the variance, so that a constant channel does not divide by zero
 */
public record BatchNormalizationOp(double epsilon) implements Composite {
  /** Of x and mean. */
  private static final PointwiseOp DEVIATION =
      new PointwiseOp("deviation-from-mean", 2, argument(0).minus(argument(1)));

  /** Of x, mean, factor and shift: by the difference, which is small where x is constant. */
  private static final PointwiseOp NORMALIZED =
      new PointwiseOp(
          "normalized", 4, argument(0).minus(argument(1)).times(argument(2)).plus(argument(3)));

  /** Of a variance around a rounded mean and what that is off. */
  private static final PointwiseOp CORRECTED =
      new PointwiseOp(
          "corrected-variance",
          2,
          argument(0).minus(argument(1).squared()).max(Expression.constant(0)));

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 3, inputs);
    Arguments.floating(name(), inputs);
    TensorType x = inputs.get(0);
    TensorType scale = inputs.get(1);
    TensorType channels = channels(name(), x, scale);
    Arguments.equalTypes(name(), "the shift", channels, inputs.get(2));
    return List.of(x, channels, channels);
  }

  @Override
  public List<Node> gradient(Backward backward) {
    if (backward.upstreams().get(1) != null || backward.upstreams().get(2) != null) {
      throw new IllegalArgumentException(
          "batch-normalization: a gradient arrives at its mean or variance, but it is defined"
              + " through y alone; compute the statistic by Sum where the objective needs it");
    }
    return new BatchNormalizationGradientOp(epsilon)
            .applyAll(
                backward.input(0),
                backward.input(1),
                backward.result(1),
                backward.result(2),
                backward.upstream())
            .stream()
            .map(Node.class::cast)
            .toList();
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.get(0);
    NdArray scale = inputs.get(1);
    NdArray shift = inputs.get(2);
    int channels = x.shape().size(-1);
    NdArray mean = NdArray.zeros(scale.shape());
    NdArray variance = NdArray.zeros(scale.shape());
    double count = (double) x.data().length / channels;
    for (int i = 0; i < x.data().length; i++) {
      mean.data()[i % channels] += x.data()[i] / count;
    }
    for (int i = 0; i < x.data().length; i++) {
      double centred = x.data()[i] - mean.data()[i % channels];
      variance.data()[i % channels] += centred * centred / count;
    }
    NdArray y = NdArray.zeros(x.shape());
    for (int i = 0; i < x.data().length; i++) {
      int c = i % channels;
      double normalized = (x.data()[i] - mean.data()[c]) / Math.sqrt(variance.data()[c] + epsilon);
      y.data()[i] = scale.data()[c] * normalized + shift.data()[c];
    }
    return List.of(y, mean, variance);
  }

  /**
   * Two passes over x for the statistics, which any offset of x leaves exact, and one for y.
   *
   * <p>The second pass also finds what rounding made of the mean, so that a constant channel has
   * itself as mean and gives the shift to the last bit. Source: Chan, Golub and LeVeque,
   * "Algorithms for computing the sample variance", 1983, the corrected two-pass algorithm.
   */
  @Override
  public List<Node> expand(List<Node> inputs) {
    DType wide = inputs.get(1).dtype();
    Node x = CastOp.to(inputs.get(0), wide);
    Node rounded = meanOfChannels(x);
    Node deviation = DEVIATION.apply(x, rounded); // of both sums, which so are one pass
    Node missed = meanOfChannels(deviation);
    Node mean = Ops.add(rounded, missed);
    Node variance = meanOfChannels(Ops.square(deviation));
    variance = CORRECTED.apply(variance, missed);
    Node factor = Ops.divide(inputs.get(1), deviation(variance, epsilon));
    Node y = NORMALIZED.apply(x, mean, factor, inputs.get(2));
    return List.of(CastOp.to(y, inputs.get(0).dtype()), mean, variance);
  }

  private static Node meanOfChannels(Node x) {
    double count = (double) x.shape().elements() / x.shape().size(-1);
    return Ops.multiply(sumOfChannels(x), 1 / count);
  }

  /** The sum over all axes but the last, [C]. */
  static Node sumOfChannels(Node x) {
    return Ops.sum(x, IntStream.range(0, x.shape().rank() - 1).toArray());
  }

  /** √(variance + epsilon). */
  static Node deviation(Node variance, double epsilon) {
    Expression sum = argument(0).plus(Expression.constant(epsilon));
    return new PointwiseOp("deviation", 1, sum.sqrt()).apply(variance);
  }

  /** The type of what there is once a channel, after checking x and scale against each other. */
  static TensorType channels(String op, TensorType x, TensorType scale) {
    if (x.shape().rank() < 2) {
      throw new IllegalArgumentException(
          op + ": the input must have a batch and a channel axis, got " + x);
    }
    TensorType expected = scale.withShape(Shape.of(x.shape().size(-1)));
    Arguments.equalTypes(op, "the scale for input " + x, expected, scale);
    return expected;
  }
}
