package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * The product of two matrices, each of which may be read transposed.
 *
 * <p>Formula: y[i, j] = Σₖ a[i, k] · b[k, j]. Shapes: a [m, k] (transposed: [k, m]), b [k, n]
 * (transposed: [n, k]), y [m, n]. Errors: inputs that are no matrices, of different element types,
 * or whose inner sizes differ.
 *
 * @param transposeLeft whether a is given as [k, m]
 * @param transposeRight whether b is given as [n, k]
 */
public record MatMulOp(boolean transposeLeft, boolean transposeRight) implements Op {
  /** The plain product. */
  public MatMulOp() {
    this(false, false);
  }

  @Override
  public String name() {
    return "matmul";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 2, inputs);
    Arguments.sameFloating(name(), inputs);
    TensorType a = inputs.get(0);
    TensorType b = inputs.get(1);
    Arguments.rank(name(), "the left matrix", 2, a);
    Arguments.rank(name(), "the right matrix", 2, b);
    int inner = a.shape().size(transposeLeft ? 0 : 1);
    if (inner != b.shape().size(transposeRight ? 1 : 0)) {
      throw new IllegalArgumentException(
          String.format(
              "matmul: %s%s needs a right matrix with %d rows, got %s%s",
              a,
              transposeLeft ? " transposed" : "",
              inner,
              b,
              transposeRight ? " transposed" : ""));
    }
    int rows = a.shape().size(transposeLeft ? 1 : 0);
    int columns = b.shape().size(transposeRight ? 0 : 1);
    return List.of(a.withShape(Shape.of(rows, columns)));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    Node a = backward.input(0);
    Node b = backward.input(1);
    Node upstream = backward.upstream();
    Node byLeft =
        transposeLeft
            ? new MatMulOp(transposeRight, true).apply(b, upstream)
            : new MatMulOp(false, !transposeRight).apply(upstream, b);
    Node byRight =
        transposeRight
            ? new MatMulOp(true, transposeLeft).apply(upstream, a)
            : new MatMulOp(!transposeLeft, false).apply(a, upstream);
    return Backward.gradients(byLeft, byRight);
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray a = inputs.get(0);
    NdArray b = inputs.get(1);
    int rows = a.shape().size(transposeLeft ? 1 : 0);
    int inner = a.shape().size(transposeLeft ? 0 : 1);
    int columns = b.shape().size(transposeRight ? 0 : 1);
    NdArray y = NdArray.zeros(Shape.of(rows, columns));
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < inner; k++) {
          double left = a.data()[transposeLeft ? k * rows + i : i * inner + k];
          sum += left * b.data()[transposeRight ? j * inner + k : k * columns + j];
        }
        y.data()[i * columns + j] = sum;
      }
    }
    return List.of(y);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.products(2 * inputs.getFirst().elements() * result.size(-1));
  }
}
