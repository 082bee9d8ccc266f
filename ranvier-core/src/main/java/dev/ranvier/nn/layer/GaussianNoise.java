package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.NormalDraws;
import dev.ranvier.op.Ops;
import dev.ranvier.setting.Settings;

/**
 * Adds normally distributed noise in training; nothing changes in use.
 *
 * <p>Formula: y = x + deviation · ε with ε of mean 0 and variance 1, drawn anew for every value and
 * step. Errors: a negative deviation. Source: Bishop, "Training with noise is equivalent to
 * Tikhonov regularization", 1995.
 *
 * @param deviation the noise's standard deviation, at least 0
 */
public record GaussianNoise(double deviation) implements Layer {
  /** Checks the deviation. */
  public GaussianNoise {
    Settings.notNegative("gaussian-noise", "deviation", deviation);
  }

  @Override
  public Node apply(Node x, Context context) {
    if (!context.training() || deviation == 0) {
      return x;
    }
    Node noise = NormalDraws.of(x.shape(), context.randomKey());
    return Ops.add(x, Ops.multiply(noise, deviation));
  }
}
