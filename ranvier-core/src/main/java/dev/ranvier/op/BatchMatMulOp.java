package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * The products of matrices that lie side by side in two tensors, each of which may be read
 * transposed.
 *
 * <p>Formula: y[…, i, j] = Σₖ a[…, i, k] · b[…, k, j]. Shapes: a [..., m, k] (transposed: [..., k,
 * m]), b [..., k, n] (transposed: [..., n, k]), y [..., m, n]; the axes before the last two are the
 * same. Errors: inputs of other ranks than 3 and more, of different element types, whose leading
 * axes or inner sizes differ.
 *
 * @param transposeLeft whether matrices of a are given as [k, m]
 * @param transposeRight whether matrices of b are given as [n, k]
 */
public record BatchMatMulOp(boolean transposeLeft, boolean transposeRight) implements Op {
  /** The plain products. */
  public BatchMatMulOp() {
    this(false, false);
  }

  @Override
  public String name() {
    return "batch-matmul";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 2, inputs);
    Arguments.sameFloating(name(), inputs);
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    if (a.rank() < 3 || a.rank() != b.rank() || !leading(a).equals(leading(b))) {
      throw new IllegalArgumentException(
          String.format(
              "batch-matmul: takes two tensors of 3 or more axes, all but the last two the same,"
                  + " got %s and %s; use matmul for two matrices",
              inputs.get(0), inputs.get(1)));
    }
    int inner = a.size(transposeLeft ? -2 : -1);
    if (inner != b.size(transposeRight ? -1 : -2)) {
      throw new IllegalArgumentException(
          String.format(
              "batch-matmul: %s%s needs right matrices with %d rows, got %s%s",
              inputs.get(0),
              transposeLeft ? " transposed" : "",
              inner,
              inputs.get(1),
              transposeRight ? " transposed" : ""));
    }
    return List.of(inputs.getFirst().withShape(results(a, b)));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    Node a = backward.input(0);
    Node b = backward.input(1);
    Node upstream = backward.upstream();
    Node byLeft =
        transposeLeft
            ? new BatchMatMulOp(transposeRight, true).apply(b, upstream)
            : new BatchMatMulOp(false, !transposeRight).apply(upstream, b);
    Node byRight =
        transposeRight
            ? new BatchMatMulOp(true, transposeLeft).apply(upstream, a)
            : new BatchMatMulOp(!transposeLeft, false).apply(a, upstream);
    return Backward.gradients(byLeft, byRight);
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray a = inputs.get(0);
    NdArray b = inputs.get(1);
    NdArray y = NdArray.zeros(results(a.shape(), b.shape()));
    int matrices = leading(a.shape()).elementCount();
    MatMulOp each = new MatMulOp(transposeLeft, transposeRight);
    for (int i = 0; i < matrices; i++) {
      double[] product =
          each.evaluate(List.of(matrix(a, i, matrices), matrix(b, i, matrices))).getFirst().data();
      System.arraycopy(product, 0, y.data(), i * product.length, product.length);
    }
    return List.of(y);
  }

  private static NdArray matrix(NdArray x, int index, int count) {
    int size = x.data().length / count;
    double[] data = Arrays.copyOfRange(x.data(), index * size, (index + 1) * size);
    return new NdArray(Shape.of(x.shape().size(-2), x.shape().size(-1)), data);
  }

  private Shape results(Shape a, Shape b) {
    return a.with(-2, a.size(transposeLeft ? -1 : -2)).with(-1, b.size(transposeRight ? -2 : -1));
  }

  private static Shape leading(Shape shape) {
    return shape.slice(0, shape.rank() - 2);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.products(2 * inputs.getFirst().elements() * result.size(-1));
  }
}
