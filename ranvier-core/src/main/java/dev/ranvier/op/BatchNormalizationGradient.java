package dev.ranvier.op;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * The gradients of {@link BatchNormalization} by input, scale and shift, in one pass.
 *
 * <p>Formula: with n = (x − mean) / σ, σ = √(variance + epsilon) and m elements a channel: dshift =
 * Σ dy, dscale = Σ dy · n, dx = scale / (m·σ) · (m·dy − dshift − n·dscale). Inputs: x [..., C],
 * scale, mean and variance [C], dy [..., C]; results dx [..., C], dscale [C], dshift [C]. It cannot
 * be differentiated again.
 *
 * @param epsilon as in the forward op
 */
public record BatchNormalizationGradient(double epsilon) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 5, inputs);
    Arguments.floating(name(), inputs);
    TensorType x = inputs.get(0);
    TensorType channels = BatchNormalization.channels(name(), x, inputs.get(1));
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
}
