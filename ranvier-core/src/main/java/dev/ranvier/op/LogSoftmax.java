package dev.ranvier.op;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * The logarithm of {@link Softmax}, exact where the softmax itself would round to 0.
 *
 * <p>Formula: y[…, k] = x[…, k] − ln Σⱼ exp(x[…, j]), with the greatest x taken out of the sum.
 * Result of the input's shape. Gradient: dy − exp(y) · Σ dy. Errors: a scalar.
 */
public record LogSoftmax() implements Op {
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
    Node total = new Sum(List.of(y.shape().axis(-1))).apply(upstream);
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
      // Without the first of the greatest, whose exponential is 1 and would hide small ones.
      double others = 0;
      boolean isPast = false;
      for (int k = 0; k < classes; k++) {
        if (!isPast && x.data()[row + k] == greatest) {
          isPast = true;
        } else {
          others += Math.exp(x.data()[row + k] - greatest);
        }
      }
      for (int k = 0; k < classes; k++) {
        y.data()[row + k] = x.data()[row + k] - greatest - Math.log1p(others);
      }
    }
    return List.of(y);
  }
}
