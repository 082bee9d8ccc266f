package dev.ranvier.nn.normalization;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.op.ConcatenateOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.SliceOp;
import dev.ranvier.op.normalization.BatchNormalizationOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
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
 * <p>With ghost batches, training normalizes each part of so many examples by itself; what is left
 * over joins the last part. Running statistics follow the parts' means. Source: Hoffer, Hubara and
 * Soudry, 2017 (arXiv 1705.08741).
 *
 * @param momentum how much of the running statistics each step keeps, at least 0 and below 1
 * @param epsilon ε, above 0
 * @param ghost the examples of a ghost batch; 0 for the whole batch
 */
public record BatchNorm(double momentum, double epsilon, int ghost) implements Layer {
  /** Momentum 0.9 and ε = 1e-5, PyTorch's settings; the whole batch at once. */
  public BatchNorm() {
    this(0.9, 1e-5, 0);
  }

  /** Checks the settings. */
  public BatchNorm {
    Settings.fraction("batch-norm", "momentum", momentum);
    Settings.notNegative("batch-norm", "ghost", ghost);
    Settings.epsilon("batch-norm", epsilon);
  }

  /** The same layer with running statistics that change at another pace. */
  public BatchNorm withMomentum(double other) {
    return new BatchNorm(other, epsilon, ghost);
  }

  /** The same layer with another ε. */
  public BatchNorm withEpsilon(double other) {
    return new BatchNorm(momentum, other, ghost);
  }

  /** The same layer with ghost batches of so many examples; 0 for the whole batch. */
  public BatchNorm withGhost(int other) {
    return new BatchNorm(momentum, epsilon, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.channels("batch-norm", context, x);
    Shape channels = Shape.of(x.shape().size(-1));
    Node scale = context.parameter("scale", channels, Constant.ONES, Fans.NONE);
    Node shift = context.parameter("shift", channels, Constant.ZEROS, Fans.NONE);
    Variable mean = context.state("mean", channels, 0);
    Variable variance = context.state("variance", channels, 1);
    if (context.training()) {
      List<Node> parts = new ArrayList<>();
      int batch = x.shape().size(0);
      int count = ghost == 0 ? 1 : Math.max(batch / ghost, 1);
      Node meanOfParts = Ops.number(0);
      Node varianceOfParts = Ops.number(0);
      for (int i = 0; i < count; i++) {
        int size = i < count - 1 ? ghost : batch - (count - 1) * ghost;
        List<Integer> starts = new ArrayList<>(Collections.nCopies(x.shape().rank(), 0));
        starts.set(0, i * ghost);
        Node part = SliceOp.of(x, starts, x.shape().with(0, size));
        List<? extends Node> results =
            new BatchNormalizationOp(epsilon).applyAll(part, scale, shift);
        parts.add(results.getFirst());
        double elements = (double) part.shape().elements() / channels.elements();
        double share = (double) size / batch;
        double unbiased = elements / Math.max(elements - 1, 1);
        meanOfParts = Ops.add(meanOfParts, Ops.multiply(results.get(1), share));
        varianceOfParts = Ops.add(varianceOfParts, Ops.multiply(results.get(2), share * unbiased));
      }
      context.update(mean, follow(mean, meanOfParts));
      context.update(variance, follow(variance, varianceOfParts));
      return count == 1 ? parts.getFirst() : new ConcatenateOp(0).apply(parts.toArray(Node[]::new));
    }
    Node deviation = Ops.squareRoot(Ops.add(variance, Ops.number(epsilon)));
    Node factor = Ops.divide(scale, deviation);
    return Ops.add(Ops.multiply(Ops.subtract(x, mean), factor), shift);
  }

  private Node follow(Node running, Node batch) {
    return Ops.add(Ops.multiply(running, momentum), Ops.multiply(batch, 1 - momentum));
  }
}
