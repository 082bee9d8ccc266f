package dev.ranvier.op;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

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
public record BatchNormalization(double epsilon) implements Op {
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
    return new BatchNormalizationGradient(epsilon)
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
