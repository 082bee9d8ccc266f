package dev.ranvier.nn;

import static dev.ranvier.tensor.TensorType.f32;

import dev.ranvier.nn.activation.Sigmoid;
import dev.ranvier.nn.activation.Tanh;
import dev.ranvier.nn.conv.AdaptiveAveragePool2d;
import dev.ranvier.nn.conv.AdaptiveMaxPool2d;
import dev.ranvier.nn.conv.AveragePool1d;
import dev.ranvier.nn.conv.AveragePool2d;
import dev.ranvier.nn.conv.AveragePool3d;
import dev.ranvier.nn.conv.Conv1d;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.Conv3d;
import dev.ranvier.nn.conv.ConvTranspose2d;
import dev.ranvier.nn.conv.Crop2d;
import dev.ranvier.nn.conv.DepthwiseConv2d;
import dev.ranvier.nn.conv.FixedConv2d;
import dev.ranvier.nn.conv.FixedKernel;
import dev.ranvier.nn.conv.GlobalAveragePool2d;
import dev.ranvier.nn.conv.GlobalMaxPool2d;
import dev.ranvier.nn.conv.Inception;
import dev.ranvier.nn.conv.Interpolate;
import dev.ranvier.nn.conv.Interpolation;
import dev.ranvier.nn.conv.MaxPool1d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.conv.MaxPool3d;
import dev.ranvier.nn.conv.NaiveInception;
import dev.ranvier.nn.conv.Pad2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.conv.Subsample2d;
import dev.ranvier.nn.conv.Upsample2d;
import dev.ranvier.nn.layer.ActivityPenalty;
import dev.ranvier.nn.layer.Add;
import dev.ranvier.nn.layer.AlphaDropout;
import dev.ranvier.nn.layer.Bilinear;
import dev.ranvier.nn.layer.Concatenate;
import dev.ranvier.nn.layer.DeltaRule;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.DropConnect;
import dev.ranvier.nn.layer.Dropout;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.GaussianNoise;
import dev.ranvier.nn.layer.Multiply;
import dev.ranvier.nn.layer.Perceptron;
import dev.ranvier.nn.layer.Permute;
import dev.ranvier.nn.layer.Reshape;
import dev.ranvier.nn.layer.Residual;
import dev.ranvier.nn.layer.ResidualConcatenate;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.layer.SpatialDropout;
import dev.ranvier.nn.layer.Split;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.nn.normalization.GroupNorm;
import dev.ranvier.nn.normalization.InstanceNorm;
import dev.ranvier.nn.normalization.LayerNorm;
import dev.ranvier.nn.normalization.LocalResponseNorm;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.Triple;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.stream.Stream;

/**
 * One line for every layer of the catalogue, more where its settings matter. A new layer is added
 * here.
 */
public final class LayerExamples {
  private static final TensorType IMAGE = f32(5, 4, 3);
  private static final TensorType VOLUME = f32(4, 5, 3, 2);
  private static final TensorType SEQUENCE = f32(6, 4);

  private LayerExamples() {}

  /** All examples. */
  public static List<LayerExample> all() {
    return Stream.of(golden(), others(), steps()).flatMap(List::stream).toList();
  }

  /** The examples whose gradients are derivatives, but for large ones. */
  public static List<LayerExample> differentiable() {
    return Stream.of(small(), SequenceExamples.hidden(), others()).flatMap(List::stream).toList();
  }

  /** The examples of which there are golden values, made by {@code golden/layers.py}. */
  public static List<LayerExample> golden() {
    return Stream.concat(small().stream(), SequenceExamples.large().stream()).toList();
  }

  private static List<LayerExample> small() {
    return Stream.of(
            convolutions(), pools(), norms(), shapes(), branches(), SequenceExamples.small())
        .flatMap(List::stream)
        .toList();
  }

  /** Layers that golden values cannot be made for, or that have theirs elsewhere. */
  private static List<LayerExample> others() {
    return List.of(
        new LayerExample("activity penalty", new ActivityPenalty().withL1(0.5), f32(3)),
        new LayerExample("batch norm", new BatchNorm(), f32(2, 3)),
        new LayerExample("conv2d", new Conv2d(4, 3), IMAGE),
        new LayerExample("alpha dropout", new AlphaDropout(0.4), f32(7)),
        new LayerExample("spatial dropout", new SpatialDropout(0.4), IMAGE),
        new LayerExample("gaussian noise", new GaussianNoise(0.4), f32(7)),
        new LayerExample("drop-connect", new DropConnect(new Dense(3), 0.4), f32(5)),
        new LayerExample(
            "drop-connect of a convolution",
            new DropConnect(new Conv2d(2, 3), 0.4).withActivation(new Tanh()),
            IMAGE),
        new LayerExample("dropout", new Dropout(0.4), f32(7)),
        new LayerExample("flatten", new Flatten(), IMAGE),
        new LayerExample("residual", new Residual(new Dense(3)), f32(3)),
        new LayerExample("sequential", new Sequential(new Dense(3), new Tanh()), f32(4)));
  }

  /** Layers with steps, whose gradients are a learning rule. */
  private static List<LayerExample> steps() {
    return List.of(new LayerExample("perceptron", new Perceptron(2), f32(4)));
  }

  private static List<LayerExample> convolutions() {
    PaddingRule same = PaddingRule.SAME;
    PaddingRule uneven = new PaddingRule.Explicit(new Padding(1, 0, 0, 1));
    return List.of(
        new LayerExample("dense", new Dense(5), f32(4)),
        new LayerExample("dense of steps", new Dense(5), SEQUENCE),
        new LayerExample("bilinear", new Bilinear(3), f32(6)),
        new LayerExample("bilinear left 2", new Bilinear(3).withLeft(2).withBias(false), f32(5)),
        new LayerExample("conv1d", new Conv1d(5, 3), SEQUENCE),
        new LayerExample(
            "conv1d same stride 2", new Conv1d(2, 3).withStride(2).withPadding(same), SEQUENCE),
        new LayerExample(
            "conv1d dilation 2",
            new Conv1d(4, 3).withDilation(2).withGroups(2).withPadding(uneven),
            SEQUENCE),
        new LayerExample(
            "conv1d reflect",
            new Conv1d(2, 4).withPadding(PaddingRule.REFLECT).withBias(false),
            SEQUENCE),
        new LayerExample(
            "conv2d reflect", new Conv2d(2, 3).withPadding(PaddingRule.REFLECT), IMAGE),
        new LayerExample("conv3d", new Conv3d(3, new Triple(2, 3, 2)), VOLUME),
        new LayerExample("conv3d same", new Conv3d(2, 3).withPadding(same), VOLUME),
        new LayerExample(
            "conv3d strides",
            new Conv3d(4, new Triple(2, 3, 1))
                .withStride(new Triple(2, 1, 2))
                .withDilation(new Triple(1, 2, 1))
                .withPadding(PaddingRule.of(1))
                .withGroups(2),
            VOLUME),
        new LayerExample(
            "conv3d reflect",
            new Conv3d(2, new Triple(3, 3, 1)).withPadding(PaddingRule.REFLECT).withBias(false),
            VOLUME),
        new LayerExample("transposed", new ConvTranspose2d(4, new Pair(3, 2)), IMAGE),
        new LayerExample(
            "transposed stride 2 same",
            new ConvTranspose2d(2, 4).withStride(2).withPadding(same),
            IMAGE),
        new LayerExample(
            "transposed output padding",
            new ConvTranspose2d(6, 3)
                .withStride(2)
                .withGroups(3)
                .withPadding(new PaddingRule.Explicit(new Padding(1, 1, 0, 0))),
            IMAGE),
        new LayerExample(
            "transposed dilation",
            new ConvTranspose2d(2, 3).withDilation(Pair.of(2)).withBias(false),
            IMAGE),
        new LayerExample(
            "depthwise twice", new DepthwiseConv2d(3).withMultiplier(2).withPadding(same), IMAGE),
        new LayerExample("gaussian blur", new FixedConv2d(FixedKernel.GAUSSIAN_BLUR), IMAGE),
        new LayerExample(
            "sharpen",
            new FixedConv2d(FixedKernel.SHARPEN).withPadding(PaddingRule.REFLECT),
            IMAGE),
        new LayerExample(
            "sobel",
            new FixedConv2d(FixedKernel.SOBEL_HORIZONTAL).withPadding(PaddingRule.VALID),
            IMAGE));
  }

  private static List<LayerExample> pools() {
    TensorType image = f32(7, 8, 2);
    PaddingRule one = PaddingRule.of(1);
    return List.of(
        new LayerExample("max-pool1d", new MaxPool1d(3).withStride(2).withPadding(one), f32(8, 3)),
        new LayerExample("max-pool2d", new MaxPool2d(3).withStride(1), image),
        new LayerExample(
            "max-pool2d ceil",
            new MaxPool2d(3).withStride(2).withPadding(one).withCeil(true),
            image),
        new LayerExample(
            "max-pool2d window 2 stride 3",
            new MaxPool2d(2).withStride(3).withPadding(one).withCeil(true),
            f32(6, 4, 2)),
        new LayerExample(
            "max-pool3d",
            new MaxPool3d(new Triple(2, 3, 2))
                .withStride(Triple.of(2))
                .withPadding(one)
                .withCeil(true),
            f32(5, 6, 4, 2)),
        new LayerExample(
            "average-pool1d",
            new AveragePool1d(3).withStride(2).withPadding(one).withCountPadding(true),
            f32(8, 3)),
        new LayerExample("average-pool2d", new AveragePool2d(3).withStride(2), image),
        new LayerExample(
            "average-pool2d ceil",
            new AveragePool2d(3).withStride(2).withPadding(one).withCeil(true),
            image),
        new LayerExample(
            "average-pool2d ceil counted",
            new AveragePool2d(3)
                .withStride(2)
                .withPadding(one)
                .withCeil(true)
                .withCountPadding(true),
            image),
        new LayerExample(
            "average-pool3d",
            new AveragePool3d(3).withStride(Triple.of(2)).withPadding(one),
            f32(5, 6, 4, 2)),
        new LayerExample(
            "average-pool3d counted",
            new AveragePool3d(3)
                .withStride(Triple.of(2))
                .withPadding(one)
                .withCeil(true)
                .withCountPadding(true),
            f32(5, 6, 4, 2)),
        new LayerExample("global average", new GlobalAveragePool2d(), image),
        new LayerExample("global max", new GlobalMaxPool2d(), image),
        new LayerExample("adaptive average", new AdaptiveAveragePool2d(new Pair(3, 4)), image),
        new LayerExample("adaptive average uneven", AdaptiveAveragePool2d.of(3), image),
        new LayerExample("adaptive max", new AdaptiveMaxPool2d(new Pair(7, 3)), image));
  }

  private static List<LayerExample> norms() {
    TensorType image = f32(4, 3, 6);
    return List.of(
        new LayerExample("layer norm", new LayerNorm(), f32(3, 4)),
        new LayerExample("layer norm of two axes", new LayerNorm().withAxes(2), f32(3, 4)),
        new LayerExample("group norm", new GroupNorm(3), image),
        new LayerExample("instance norm", new InstanceNorm(), image),
        new LayerExample("instance norm affine", new InstanceNorm().withAffine(true), image),
        new LayerExample("ghost batches", new BatchNorm().withGhost(2), f32(4, 3)),
        new LayerExample("lrn", new LocalResponseNorm(5).withAlpha(0.3).withK(2), image),
        new LayerExample("lrn even", new LocalResponseNorm(2), image),
        new LayerExample(
            "lrn within channel",
            new LocalResponseNorm(3).withAlpha(0.5).withWithinChannel(true),
            image));
  }

  private static List<LayerExample> shapes() {
    return List.of(
        new LayerExample("reshape", new Reshape(List.of(4, -1)), IMAGE),
        new LayerExample("permute", new Permute(List.of(3, 1, 2)), IMAGE),
        new LayerExample("crop", new Crop2d(new Padding(1, 0, 0, 2)), IMAGE),
        new LayerExample("pad", new Pad2d(new Padding(1, 2, 3, 0)), IMAGE),
        new LayerExample(
            "pad reflect", new Pad2d(new Padding(1, 2, 3, 0)).withReflect(true), IMAGE),
        new LayerExample("nearest", new Interpolate(new Pair(7, 6)), IMAGE),
        new LayerExample("nearest smaller", new Interpolate(new Pair(2, 3)), IMAGE),
        new LayerExample(
            "bilinear interpolation",
            new Interpolate(new Pair(8, 3)).withMode(Interpolation.BILINEAR),
            IMAGE),
        new LayerExample("upsample", new Upsample2d(new Pair(2, 3)), IMAGE),
        new LayerExample(
            "upsample bilinear", new Upsample2d(2).withMode(Interpolation.BILINEAR), IMAGE),
        new LayerExample("subsample", new Subsample2d(new Pair(2, 3)), IMAGE));
  }

  private static List<LayerExample> branches() {
    Layer carried = new Sequential();
    return List.of(
        new LayerExample(
            "concatenate",
            new Concatenate(carried, new Sequential(new Dense(3), new Tanh())),
            f32(4)),
        new LayerExample("add", new Add(new Dense(3), new Dense(3)), f32(4)),
        new LayerExample(
            "multiply",
            new Multiply(new Dense(3), new Sequential(new Dense(3), new Sigmoid())),
            f32(4)),
        new LayerExample(
            "split", new Split(new Dense(2), new Sequential(new Dense(4), new Tanh())), f32(6)),
        new LayerExample("residual join", new ResidualConcatenate(new Dense(3)), f32(4)),
        new LayerExample("residual sum", new ResidualConcatenate(new Dense(4)), f32(4)),
        new LayerExample("naive inception", new NaiveInception(2, 3, 1), IMAGE),
        new LayerExample("inception", new Inception(2, 3, 4, 2, 2, 3), IMAGE),
        new LayerExample("delta rule", new DeltaRule(2), f32(4)),
        new LayerExample("delta rule sigmoid", new DeltaRule(2).withSigmoid(true), f32(4)));
  }
}
