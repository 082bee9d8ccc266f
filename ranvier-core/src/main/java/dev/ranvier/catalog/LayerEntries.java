package dev.ranvier.catalog;

import dev.ranvier.nn.ActivityPenalty;
import dev.ranvier.nn.AdaptiveAveragePool2d;
import dev.ranvier.nn.AdaptiveMaxPool2d;
import dev.ranvier.nn.Add;
import dev.ranvier.nn.AlphaDropout;
import dev.ranvier.nn.AveragePool1d;
import dev.ranvier.nn.AveragePool2d;
import dev.ranvier.nn.AveragePool3d;
import dev.ranvier.nn.BatchNorm;
import dev.ranvier.nn.Bidirectional;
import dev.ranvier.nn.Bilinear;
import dev.ranvier.nn.Concatenate;
import dev.ranvier.nn.Conv1d;
import dev.ranvier.nn.Conv2d;
import dev.ranvier.nn.Conv3d;
import dev.ranvier.nn.ConvTranspose2d;
import dev.ranvier.nn.Crop2d;
import dev.ranvier.nn.DeltaRule;
import dev.ranvier.nn.Dense;
import dev.ranvier.nn.DepthwiseConv2d;
import dev.ranvier.nn.DropConnect;
import dev.ranvier.nn.Dropout;
import dev.ranvier.nn.Embedding;
import dev.ranvier.nn.FixedConv2d;
import dev.ranvier.nn.Flatten;
import dev.ranvier.nn.GaussianNoise;
import dev.ranvier.nn.GlobalAveragePool2d;
import dev.ranvier.nn.GlobalMaxPool2d;
import dev.ranvier.nn.GroupNorm;
import dev.ranvier.nn.Gru;
import dev.ranvier.nn.Inception;
import dev.ranvier.nn.InstanceNorm;
import dev.ranvier.nn.Interpolate;
import dev.ranvier.nn.LayerNorm;
import dev.ranvier.nn.LocalResponseNorm;
import dev.ranvier.nn.Lstm;
import dev.ranvier.nn.Masked;
import dev.ranvier.nn.MaxPool1d;
import dev.ranvier.nn.MaxPool2d;
import dev.ranvier.nn.MaxPool3d;
import dev.ranvier.nn.MultiHeadAttention;
import dev.ranvier.nn.Multiply;
import dev.ranvier.nn.NaiveInception;
import dev.ranvier.nn.Pad2d;
import dev.ranvier.nn.Perceptron;
import dev.ranvier.nn.Permute;
import dev.ranvier.nn.PositionalEncoding;
import dev.ranvier.nn.Reshape;
import dev.ranvier.nn.Residual;
import dev.ranvier.nn.ResidualConcatenate;
import dev.ranvier.nn.Sequential;
import dev.ranvier.nn.SimpleRnn;
import dev.ranvier.nn.SpatialDropout;
import dev.ranvier.nn.Split;
import dev.ranvier.nn.Subsample2d;
import dev.ranvier.nn.TransformerDecoder;
import dev.ranvier.nn.TransformerEncoder;
import dev.ranvier.nn.Upsample2d;
import java.util.List;

/** The layers that come with Ranvier, activations apart. */
final class LayerEntries {
  static final List<Entry> ALL =
      List.of(
          new Entry(Kind.LAYERS, ActivityPenalty.class),
          new Entry(Kind.LAYERS, AdaptiveAveragePool2d.class),
          new Entry(Kind.LAYERS, AdaptiveMaxPool2d.class),
          new Entry(Kind.LAYERS, Add.class),
          new Entry(Kind.LAYERS, AlphaDropout.class),
          new Entry(Kind.LAYERS, AveragePool1d.class),
          new Entry(Kind.LAYERS, AveragePool2d.class, "avgpool"),
          new Entry(Kind.LAYERS, AveragePool3d.class),
          new Entry(Kind.LAYERS, BatchNorm.class, "batchnorm"),
          new Entry(Kind.LAYERS, Bidirectional.class),
          new Entry(Kind.LAYERS, Bilinear.class),
          new Entry(Kind.LAYERS, Concatenate.class, "merge"),
          new Entry(Kind.LAYERS, Conv1d.class),
          new Entry(Kind.LAYERS, Conv2d.class, "conv"),
          new Entry(Kind.LAYERS, Conv3d.class),
          new Entry(Kind.LAYERS, ConvTranspose2d.class),
          new Entry(Kind.LAYERS, Crop2d.class),
          new Entry(Kind.LAYERS, DeltaRule.class),
          new Entry(Kind.LAYERS, Dense.class),
          new Entry(Kind.LAYERS, DepthwiseConv2d.class),
          new Entry(Kind.LAYERS, DropConnect.class),
          new Entry(Kind.LAYERS, Dropout.class),
          new Entry(Kind.LAYERS, Embedding.class),
          new Entry(Kind.LAYERS, FixedConv2d.class),
          new Entry(Kind.LAYERS, Flatten.class),
          new Entry(Kind.LAYERS, GaussianNoise.class),
          new Entry(Kind.LAYERS, GlobalAveragePool2d.class, "global-avgpool"),
          new Entry(Kind.LAYERS, GlobalMaxPool2d.class, "global-maxpool"),
          new Entry(Kind.LAYERS, GroupNorm.class),
          new Entry(Kind.LAYERS, Gru.class),
          new Entry(Kind.LAYERS, Inception.class),
          new Entry(Kind.LAYERS, InstanceNorm.class),
          new Entry(Kind.LAYERS, Interpolate.class),
          new Entry(Kind.LAYERS, LayerNorm.class),
          new Entry(Kind.LAYERS, LocalResponseNorm.class, "lrn"),
          new Entry(Kind.LAYERS, Lstm.class),
          new Entry(Kind.LAYERS, Masked.class),
          new Entry(Kind.LAYERS, MaxPool1d.class),
          new Entry(Kind.LAYERS, MaxPool2d.class, "maxpool"),
          new Entry(Kind.LAYERS, MaxPool3d.class),
          new Entry(Kind.LAYERS, MultiHeadAttention.class),
          new Entry(Kind.LAYERS, Multiply.class),
          new Entry(Kind.LAYERS, NaiveInception.class),
          new Entry(Kind.LAYERS, Pad2d.class),
          new Entry(Kind.LAYERS, Perceptron.class),
          new Entry(Kind.LAYERS, Permute.class),
          new Entry(Kind.LAYERS, PositionalEncoding.class),
          new Entry(Kind.LAYERS, Reshape.class),
          new Entry(Kind.LAYERS, Residual.class),
          new Entry(Kind.LAYERS, ResidualConcatenate.class),
          new Entry(Kind.LAYERS, Sequential.class),
          new Entry(Kind.LAYERS, SimpleRnn.class),
          new Entry(Kind.LAYERS, SpatialDropout.class),
          new Entry(Kind.LAYERS, Split.class),
          new Entry(Kind.LAYERS, Subsample2d.class),
          new Entry(Kind.LAYERS, TransformerDecoder.class),
          new Entry(Kind.LAYERS, TransformerEncoder.class),
          new Entry(Kind.LAYERS, Upsample2d.class));

  private LayerEntries() {}
}
