package dev.ranvier.nn.attention;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;

/**
 * Adds to every step what tells its position: sines and cosines of many wavelengths, or learned
 * vectors.
 *
 * <p>Formula: y[n, t] = x[n, t] + p[t] with p[t, 2i] = sin(t / 10000^(2i/features)) and p[t, 2i +
 * 1] = cos of the same; or p learned, starting as 0. Shapes: x and y [batch, steps, features], p
 * [steps, features]. Default: not learned. Errors: an input that is no sequence. Source: Vaswani et
 * al., "Attention is all you need", 2017 (arXiv 1706.03762).
 *
 * @param learned whether p is learned
 */
public record PositionalEncoding(boolean learned) implements Layer {
  private static final double LONGEST = 10_000;

  /** Sines and cosines. */
  public PositionalEncoding() {
    this(false);
  }

  /** The same layer with learned vectors, or sines and cosines. */
  public PositionalEncoding withLearned(boolean other) {
    return new PositionalEncoding(other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.sequence("positional-encoding", context, x);
    Shape shape = x.shape().remove(0);
    return Ops.add(
        x,
        learned
            ? context.parameter("positions", shape, Constant.ZEROS, Fans.NONE)
            : new dev.ranvier.graph.Literal(DType.F32, waves(shape.size(0), shape.size(1))));
  }

  private static NdArray waves(int steps, int features) {
    NdArray waves = NdArray.zeros(Shape.of(steps, features));
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < features; i++) {
        double angle = t / Math.pow(LONGEST, (double) (i - i % 2) / features);
        waves.set(i % 2 == 0 ? Math.sin(angle) : Math.cos(angle), t, i);
      }
    }
    return waves;
  }
}
