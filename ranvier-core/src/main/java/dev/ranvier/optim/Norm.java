package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.divide;
import static dev.ranvier.op.Ops.less;
import static dev.ranvier.op.Ops.minimum;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.number;
import static dev.ranvier.op.Ops.select;
import static dev.ranvier.op.Ops.square;
import static dev.ranvier.op.Ops.squareRoot;
import static dev.ranvier.op.Ops.sum;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The Euclidean norm of some numbers together, from their squares summed at three scales.
 *
 * <p>In single precision squares overflow from 2e19 on and vanish below 1e-23. The sums are made in
 * one pass over the numbers; that which neither overflows nor vanishes counts. Source: Blue, 1978.
 *
 * @param plain Σ x²
 * @param large Σ (x / s)² with s = 2⁹⁶
 * @param small Σ (x · s)²
 */
record Norm(Node plain, Node large, Node small) {
  private static final double SCALE = 0x1p96;

  /** Plain sums from here on may have lost what vanished, up to there they are finite. */
  private static final double LEAST_PLAIN = 1e-24;

  private static final double GREATEST_PLAIN = 1e36;

  /** Added to a norm that is divided by, as PyTorch does. */
  private static final double EPSILON = 1e-6;

  /** The norm of one node's elements. */
  static Norm of(Node x) {
    return of(List.of(x));
  }

  /** The norm of all elements of some nodes together. */
  static Norm of(Collection<Node> all) {
    return new Norm(
        squares(all, UnaryOperator.identity()),
        squares(all, x -> multiply(x, 1 / SCALE)),
        squares(all, x -> multiply(x, SCALE)));
  }

  private static Node squares(Collection<Node> all, UnaryOperator<Node> scaled) {
    return all.stream().map(x -> sum(square(scaled.apply(x)))).reduce(Ops::add).orElseThrow();
  }

  /** The norm itself, as a scalar; infinite where it is above the greatest number. */
  Node value() {
    return select(
        less(plain, number(LEAST_PLAIN)),
        multiply(squareRoot(small), 1 / SCALE),
        select(isPlain(), squareRoot(plain), multiply(squareRoot(large), SCALE)));
  }

  /**
   * Brings one of the nodes to a limit: it stays where the norm is below, else it is multiplied by
   * about limit / norm. Where one of the numbers is infinite or NaN, all become so: training ends
   * with a loss that is no number instead of going on without a gradient.
   */
  Node clip(Node x, double limit) {
    Node quotient = divide(number(limit), add(squareRoot(plain), number(EPSILON)));
    // The norm may be above the greatest number: the scale and the rest come one after the other.
    Node rest = divide(number(limit), squareRoot(large));
    Node finite = less(large, number(Float.MAX_VALUE));
    Node scale = select(isPlain(), number(1), number(1 / SCALE));
    Node factor =
        select(isPlain(), minimum(number(1), quotient), select(finite, rest, number(Double.NaN)));
    return multiply(multiply(x, scale), factor);
  }

  /** False for a sum that is NaN. */
  private Node isPlain() {
    return less(plain, number(GREATEST_PLAIN));
  }
}
