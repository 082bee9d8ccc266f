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
 * The gradient of {@link SoftmaxOp}: an op of its own, so that a kernel can finish each row while
 * it is in the cache.
 *
 * <p>Formula: dx[…, k] = y[…, k] · (dy[…, k] − Σⱼ dy[…, j] · y[…, j]). Inputs: the result y and the
 * upstream gradient dy, of the same type; result of that type. Errors: types that differ, a scalar.
 */
public record SoftmaxGradientOp() implements Op {
  /** A product and its sum, a difference and a product. */
  private static final long OPERATIONS = 4;

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 2, inputs);
    Arguments.floating(name(), inputs);
    Arguments.lastAxis(name(), inputs.getFirst());
    Arguments.equalTypes(name(), "the upstream gradient", inputs.get(0), inputs.get(1));
    return List.of(inputs.getFirst());
  }

  /** By y: u · (dy − Σ dy·y) − dy · Σ u·y for the gradient u that arrives; by dy: as softmax's. */
  @Override
  public List<Node> gradient(Backward backward) {
    Node y = backward.input(0);
    Node dy = backward.input(1);
    Node upstream = backward.upstream();
    Node byResult =
        Ops.subtract(
            Ops.multiply(upstream, Ops.subtract(dy, rowSum(dy, y))),
            Ops.multiply(dy, rowSum(upstream, y)));
    return Backward.gradients(byResult, apply(y, upstream));
  }

  private static Node rowSum(Node a, Node b) {
    return new SumOp(List.of(a.shape().axis(-1))).apply(Ops.multiply(a, b));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray y = inputs.get(0);
    NdArray dy = inputs.get(1);
    Shape shape = y.shape();
    int columns = shape.size(-1);
    NdArray dx = NdArray.zeros(shape);
    for (int row = 0; row < dx.data().length; row += columns) {
      double sum = 0;
      for (int i = row; i < row + columns; i++) {
        sum += dy.data()[i] * y.data()[i];
      }
      for (int i = row; i < row + columns; i++) {
        dx.data()[i] = y.data()[i] * (dy.data()[i] - sum);
      }
    }
    return List.of(dx);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others(OPERATIONS * result.elements());
  }
}
