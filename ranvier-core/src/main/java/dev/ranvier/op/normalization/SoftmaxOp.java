package dev.ranvier.op.normalization;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.Arguments;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * Numbers turned into a probability distribution over the last axis.
 *
 * <p>Formula: y[…, k] = exp(x[…, k]) / Σⱼ exp(x[…, j]), computed after subtracting the greatest x,
 * so that nothing overflows. Result of the input's shape. Gradient: y · (dy − Σ dy·y). Errors: a
 * scalar. Source: Bridle, "Probabilistic interpretation of feedforward classification network
 * outputs", 1990.
 */
public record SoftmaxOp() implements Op {
  /** The greatest, a difference, an exponential, the sum, a quotient. */
  static final long OPERATIONS = 5;

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    Arguments.floating(name(), inputs);
    Arguments.lastAxis(name(), inputs.getFirst());
    return List.of(inputs.getFirst());
  }

  @Override
  public List<Node> gradient(Backward backward) {
    return Backward.gradients(
        new SoftmaxGradientOp().apply(backward.result(), backward.upstream()));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    return List.of(new LogSoftmaxOp().evaluate(inputs).getFirst().map(Math::exp));
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others(OPERATIONS * result.elements());
  }
}
