package dev.ranvier.op;

import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The everyday ops as functions on nodes, to be imported statically: {@code multiply(add(x, y),
 * z)}.
 *
 * <p>A convenience for what formulas are made of. Any other op is applied as {@code new
 * SoftmaxOp().apply(x)}.
 */
public final class Ops {
  private Ops() {}

  /** A single-precision number as a node. */
  public static Node number(double value) {
    return Literal.of(value);
  }

  /** See {@link AddOp}. */
  public static Node add(Node a, Node b) {
    return new AddOp().apply(a, b);
  }

  /** See {@link SubtractOp}. */
  public static Node subtract(Node a, Node b) {
    return new SubtractOp().apply(a, b);
  }

  /** See {@link MultiplyOp}. */
  public static Node multiply(Node a, Node b) {
    return new MultiplyOp().apply(a, b);
  }

  /** The product with a number. */
  public static Node multiply(Node a, double b) {
    DType dtype = a.dtype().isFloating() ? a.dtype() : DType.F32;
    return multiply(a, new Literal(dtype, NdArray.scalar(b)));
  }

  /** See {@link DivideOp}. */
  public static Node divide(Node a, Node b) {
    return new DivideOp().apply(a, b);
  }

  /** See {@link NegateOp}. */
  public static Node negate(Node x) {
    return new NegateOp().apply(x);
  }

  /** See {@link SquareOp}. */
  public static Node square(Node x) {
    return new SquareOp().apply(x);
  }

  /** See {@link SquareRootOp}. */
  public static Node squareRoot(Node x) {
    return new SquareRootOp().apply(x);
  }

  /** See {@link ExponentialOp}. */
  public static Node exp(Node x) {
    return new ExponentialOp().apply(x);
  }

  /** See {@link LogarithmOp}. */
  public static Node log(Node x) {
    return new LogarithmOp().apply(x);
  }

  /** See {@link PowerOp}. */
  public static Node power(Node base, Node exponent) {
    return new PowerOp().apply(base, exponent);
  }

  /** See {@link MaximumOp}. */
  public static Node maximum(Node a, Node b) {
    return new MaximumOp().apply(a, b);
  }

  /** See {@link MinimumOp}. */
  public static Node minimum(Node a, Node b) {
    return new MinimumOp().apply(a, b);
  }

  /** 1 where a is smaller than b, else 0; see {@link LessOp}. */
  public static Node less(Node a, Node b) {
    return new LessOp().apply(a, b);
  }

  /** See {@link SelectOp}. */
  public static Node select(Node condition, Node whenTrue, Node whenFalse) {
    return new SelectOp().apply(condition, whenTrue, whenFalse);
  }

  /** See {@link MatMulOp}. */
  public static Node matmul(Node a, Node b) {
    return new MatMulOp().apply(a, b);
  }

  /** The sum over all elements, a scalar; see {@link SumOp}. */
  public static Node sum(Node x) {
    return SumOp.all(x);
  }

  /** The sum over some axes, which are removed; negative axes count from the end. */
  public static Node sum(Node x, int... axes) {
    List<Integer> summed = IntStream.of(axes).map(x.shape()::axis).boxed().sorted().toList();
    var kept = x.shape();
    for (int axis : summed.reversed()) {
      kept = kept.remove(axis);
    }
    return ReshapeOp.to(new SumOp(summed).apply(x), kept);
  }

  /** The mean over all elements, a scalar. */
  public static Node mean(Node x) {
    return multiply(sum(x), 1.0 / x.shape().elements());
  }
}
