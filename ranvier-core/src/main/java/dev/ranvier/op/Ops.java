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
 * Softmax().apply(x)}.
 */
public final class Ops {
  private Ops() {}

  /** A single-precision number as a node. */
  public static Node number(double value) {
    return Literal.of(value);
  }

  /** See {@link Add}. */
  public static Node add(Node a, Node b) {
    return new Add().apply(a, b);
  }

  /** See {@link Subtract}. */
  public static Node subtract(Node a, Node b) {
    return new Subtract().apply(a, b);
  }

  /** See {@link Multiply}. */
  public static Node multiply(Node a, Node b) {
    return new Multiply().apply(a, b);
  }

  /** The product with a number. */
  public static Node multiply(Node a, double b) {
    DType dtype = a.dtype().isFloating() ? a.dtype() : DType.F32;
    return multiply(a, new Literal(dtype, NdArray.scalar(b)));
  }

  /** See {@link Divide}. */
  public static Node divide(Node a, Node b) {
    return new Divide().apply(a, b);
  }

  /** See {@link Negate}. */
  public static Node negate(Node x) {
    return new Negate().apply(x);
  }

  /** See {@link Square}. */
  public static Node square(Node x) {
    return new Square().apply(x);
  }

  /** See {@link SquareRoot}. */
  public static Node squareRoot(Node x) {
    return new SquareRoot().apply(x);
  }

  /** See {@link Exponential}. */
  public static Node exp(Node x) {
    return new Exponential().apply(x);
  }

  /** See {@link Logarithm}. */
  public static Node log(Node x) {
    return new Logarithm().apply(x);
  }

  /** See {@link Power}. */
  public static Node power(Node base, Node exponent) {
    return new Power().apply(base, exponent);
  }

  /** See {@link Maximum}. */
  public static Node maximum(Node a, Node b) {
    return new Maximum().apply(a, b);
  }

  /** See {@link Minimum}. */
  public static Node minimum(Node a, Node b) {
    return new Minimum().apply(a, b);
  }

  /** 1 where a is smaller than b, else 0; see {@link Less}. */
  public static Node less(Node a, Node b) {
    return new Less().apply(a, b);
  }

  /** See {@link Select}. */
  public static Node select(Node condition, Node whenTrue, Node whenFalse) {
    return new Select().apply(condition, whenTrue, whenFalse);
  }

  /** See {@link MatMul}. */
  public static Node matmul(Node a, Node b) {
    return new MatMul().apply(a, b);
  }

  /** The sum over all elements, a scalar; see {@link Sum}. */
  public static Node sum(Node x) {
    return Sum.all(x);
  }

  /** The sum over some axes, which are removed; negative axes count from the end. */
  public static Node sum(Node x, int... axes) {
    List<Integer> summed = IntStream.of(axes).map(x.shape()::axis).boxed().sorted().toList();
    var kept = x.shape();
    for (int axis : summed.reversed()) {
      kept = kept.remove(axis);
    }
    return Reshape.to(new Sum(summed).apply(x), kept);
  }

  /** The mean over all elements, a scalar. */
  public static Node mean(Node x) {
    return multiply(sum(x), 1.0 / x.shape().elements());
  }
}
