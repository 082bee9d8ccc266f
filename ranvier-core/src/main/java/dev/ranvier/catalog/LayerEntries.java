package dev.ranvier.catalog;

import dev.ranvier.nn.AdaptiveAveragePool2d;
import dev.ranvier.nn.AdaptiveMaxPool2d;
import dev.ranvier.nn.AveragePool1d;
import dev.ranvier.nn.AveragePool2d;
import dev.ranvier.nn.AveragePool3d;
import dev.ranvier.nn.BatchNorm;
import dev.ranvier.nn.Bilinear;
import dev.ranvier.nn.Conv1d;
import dev.ranvier.nn.Conv2d;
import dev.ranvier.nn.Conv3d;
import dev.ranvier.nn.ConvTranspose2d;
import dev.ranvier.nn.Dense;
import dev.ranvier.nn.DepthwiseConv2d;
import dev.ranvier.nn.Dropout;
import dev.ranvier.nn.FixedConv2d;
import dev.ranvier.nn.Flatten;
import dev.ranvier.nn.GlobalAveragePool2d;
import dev.ranvier.nn.GlobalMaxPool2d;
import dev.ranvier.nn.MaxPool1d;
import dev.ranvier.nn.MaxPool2d;
import dev.ranvier.nn.MaxPool3d;
import dev.ranvier.nn.Residual;
import dev.ranvier.nn.Sequential;
import java.util.List;

/** The layers that come with Ranvier, activations apart. */
final class LayerEntries {
  static final List<Entry> ALL =
      List.of(
          new Entry(Kind.LAYERS, AdaptiveAveragePool2d.class),
          new Entry(Kind.LAYERS, AdaptiveMaxPool2d.class),
          new Entry(Kind.LAYERS, AveragePool1d.class),
          new Entry(Kind.LAYERS, AveragePool2d.class, "avgpool"),
          new Entry(Kind.LAYERS, AveragePool3d.class),
          new Entry(Kind.LAYERS, BatchNorm.class, "batchnorm"),
          new Entry(Kind.LAYERS, Bilinear.class),
          new Entry(Kind.LAYERS, Conv1d.class),
          new Entry(Kind.LAYERS, Conv2d.class, "conv"),
          new Entry(Kind.LAYERS, Conv3d.class),
          new Entry(Kind.LAYERS, ConvTranspose2d.class),
          new Entry(Kind.LAYERS, Dense.class),
          new Entry(Kind.LAYERS, DepthwiseConv2d.class),
          new Entry(Kind.LAYERS, Dropout.class),
          new Entry(Kind.LAYERS, FixedConv2d.class),
          new Entry(Kind.LAYERS, Flatten.class),
          new Entry(Kind.LAYERS, GlobalAveragePool2d.class, "global-avgpool"),
          new Entry(Kind.LAYERS, GlobalMaxPool2d.class, "global-maxpool"),
          new Entry(Kind.LAYERS, MaxPool1d.class),
          new Entry(Kind.LAYERS, MaxPool2d.class, "maxpool"),
          new Entry(Kind.LAYERS, MaxPool3d.class),
          new Entry(Kind.LAYERS, Residual.class),
          new Entry(Kind.LAYERS, Sequential.class));

  private LayerEntries() {}
}
