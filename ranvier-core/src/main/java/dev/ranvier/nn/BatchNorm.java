package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.BatchNormalization;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * Batch normalization over all axes but the last.
 *
 * <p>Formula: y = γ · (x − μ) / √(σ² + ε) + β. In training, μ and σ² are the batch's mean and
 * (biased) variance, and the running ones follow: running ← momentum · running + (1 − momentum) ·
 * batch, with the unbiased variance, as in PyTorch. In use, μ and σ² are the running ones. Note
 * that PyTorch's momentum is one minus this one, which is Keras's. Shapes: x and y [batch, …,
 * channels], γ, β, μ, σ² [channels]. Source: Ioffe and Szegedy, 2015 (arXiv 1502.03167).
 *
 * @param momentum how much of the running statistics each step keeps, at least 0 and below 1
 * @param epsilon ε, above 0
 */
public record BatchNorm(double momentum, double epsilon) implements Layer {
  /** Momentum 0.9 and ε = 1e-5, PyTorch's settings. */
  public BatchNorm() {
    this(0.9, 1e-5);
  }

  /** Checks the settings. */
  public BatchNorm {
    Settings.fraction("batch-norm", "momentum", momentum);
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("batch-norm: epsilon must be above 0, got " + epsilon);
    }
  }

  /** The same layer with running statistics that change at another pace. */
  public BatchNorm withMomentum(double other) {
    return new BatchNorm(other, epsilon);
  }

  /** The same layer with another ε. */
  public BatchNorm withEpsilon(double other) {
    return new BatchNorm(momentum, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Shape channels = Shape.of(x.shape().size(-1));
    Node scale = context.parameter("scale", channels, Constant.ONES, Fans.NONE);
    Node shift = context.parameter("shift", channels, Constant.ZEROS, Fans.NONE);
    Variable mean = context.state("mean", channels, 0);
    Variable variance = context.state("variance", channels, 1);
    if (context.training()) {
      List<? extends Node> results = new BatchNormalization(epsilon).applyAll(x, scale, shift);
      long count = x.shape().elements() / channels.elements();
      Node unbiased = Ops.multiply(results.get(2), (double) count / Math.max(count - 1, 1));
      context.update(mean, follow(mean, results.get(1)));
      context.update(variance, follow(variance, unbiased));
      return results.getFirst();
    }
    Node deviation = Ops.squareRoot(Ops.add(variance, Ops.number(epsilon)));
    Node factor = Ops.divide(scale, deviation);
    return Ops.add(Ops.multiply(Ops.subtract(x, mean), factor), shift);
  }

  private Node follow(Node running, Node batch) {
    return Ops.add(Ops.multiply(running, momentum), Ops.multiply(batch, 1 - momentum));
  }
}
