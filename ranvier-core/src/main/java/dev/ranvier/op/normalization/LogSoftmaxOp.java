package dev.ranvier.op.normalization;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.Arguments;
import dev.ranvier.op.Ops;
import dev.ranvier.op.SumOp;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * The logarithm of {@link SoftmaxOp}, exact where the softmax itself would round to 0.
 *
 * <p>Formula: y[…, k] = x[…, k] − ln Σⱼ exp(x[…, j]), with the greatest x taken out of the sum.
 * Result of the input's shape. Gradient: dy − exp(y) · Σ dy. Errors: a scalar.
 */
public record LogSoftmaxOp() implements Op {
  /** Below it, one number of a row is the greatest and the others are small beside it. */
  private static final double SURE = 1.5;

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    Arguments.floating(name(), inputs);
    Arguments.lastAxis(name(), inputs.getFirst());
    return List.of(inputs.getFirst());
  }

  @Override
  public List<Node> gradient(Backward backward) {
    Node y = backward.result();
    Node upstream = backward.upstream();
    Node total = new SumOp(List.of(y.shape().axis(-1))).apply(upstream);
    return Backward.gradients(Ops.subtract(upstream, Ops.multiply(Ops.exp(y), total)));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.getFirst();
    int classes = x.shape().size(-1);
    NdArray y = NdArray.zeros(x.shape());
    for (int row = 0; row < x.data().length; row += classes) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        greatest = Math.max(greatest, x.data()[row + k]);
      }
      double sum = 0;
      double others = 0;
      boolean isPast = false;
      for (int k = 0; k < classes; k++) {
        double exponential = Math.exp(x.data()[row + k] - greatest);
        sum += exponential;
        if (isPast || x.data()[row + k] != greatest) {
          others += exponential;
        } else {
          isPast = true;
        }
      }
      // The 1 of the greatest would hide others that are small.
      double logarithm = sum < SURE ? Math.log1p(others) : Math.log(sum);
      for (int k = 0; k < classes; k++) {
        y.data()[row + k] = x.data()[row + k] - greatest - logarithm;
      }
    }
    return List.of(y);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others(SoftmaxOp.OPERATIONS * result.elements());
  }
}
