package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.divide;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.negate;
import static dev.ranvier.op.Ops.number;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import dev.ranvier.op.TanhOp;

/** Running means, in which older values count less and less. */
final class Means {
  private Means() {}

  /** β·m + (1 − β)·x. */
  static Node running(double beta, Node mean, Node x) {
    return add(multiply(mean, beta), multiply(x, 1 - beta));
  }

  /** β·m + (1 − β)·x. */
  static Node running(Node beta, Node mean, Node x) {
    return add(multiply(beta, mean), multiply(subtract(number(1), beta), x));
  }

  /** 1 − βᵗ after t steps: undoes the pull of the zeros that a running mean starts from. */
  static Node correction(double beta, Node steps) {
    return correction(multiply(steps, -Math.log(beta)));
  }

  /** 1 − βᵗ after t steps. */
  static Node correction(Node beta, Node steps) {
    return correction(multiply(steps, negate(Ops.log(beta))));
  }

  /**
   * 1 − e⁻ˣ, computed as 2h / (1 + h) with h = tanh(x / 2), which is the same: in single precision
   * the difference itself would lose four digits for a β close to 1.
   */
  private static Node correction(Node x) {
    Node half = new TanhOp().apply(multiply(x, 0.5));
    return divide(multiply(half, 2), add(half, number(1)));
  }
}
