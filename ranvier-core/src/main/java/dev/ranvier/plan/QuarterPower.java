package dev.ranvier.plan;

import dev.ranvier.graph.Constant;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.graph.Result;
import dev.ranvier.op.Logarithm;
import dev.ranvier.op.Multiply;
import dev.ranvier.op.Ops;
import dev.ranvier.op.SquareRoot;
import java.util.Optional;

/**
 * A power whose exponent is a multiple of a quarter, by square roots: the −3/4 of local response
 * normalization takes a third of the time of a logarithm and an exponential, and is more exact.
 *
 * @param base what is raised
 * @param quarters four times the exponent
 */
record QuarterPower(Node base, int quarters) {
  private static final int MOST_QUARTERS = 8;

  /** The power that e to this exponent is: exp(c · ln x) is x to the power c. */
  static Optional<QuarterPower> of(Node exponent) {
    if (!(exponent instanceof Result product && product.application().op() instanceof Multiply)) {
      return Optional.empty();
    }
    Node left = product.application().inputs().get(0);
    Node right = product.application().inputs().get(1);
    return logarithm(left)
        .flatMap(base -> quarters(right).map(number -> new QuarterPower(base, number)))
        .or(
            () ->
                logarithm(right)
                    .flatMap(base -> quarters(left).map(number -> new QuarterPower(base, number))));
  }

  private static Optional<Node> logarithm(Node node) {
    return node instanceof Result result && result.application().op() instanceof Logarithm
        ? Optional.of(result.application().inputs().getFirst())
        : Optional.empty();
  }

  /** Four times a number, where that is whole, small and no multiple of four. */
  private static Optional<Integer> quarters(Node node) {
    if (!(node instanceof Constant constant) || constant.value().data().length != 1) {
      return Optional.empty();
    }
    double quarters = 4 * constant.value().data()[0];
    boolean fits =
        quarters == Math.rint(quarters) && Math.abs(quarters) <= MOST_QUARTERS && quarters % 4 != 0;
    return fits ? Optional.of((int) quarters) : Optional.empty();
  }

  /** The same number by square roots and products; not a number below zero, as the logarithm is. */
  Node node() {
    Op squareRoot = new SquareRoot();
    Node half = squareRoot.apply(base);
    int rest = Math.abs(quarters) % 4;
    Node power = rest == 2 ? half : squareRoot.apply(half);
    if (rest == 3) {
      power = Ops.multiply(half, power);
    }
    for (int whole = Math.abs(quarters) / 4; whole > 0; whole--) {
      power = Ops.multiply(power, base);
    }
    return quarters < 0 ? Ops.divide(Ops.number(1), power) : power;
  }
}
