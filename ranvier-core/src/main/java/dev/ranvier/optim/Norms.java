package dev.ranvier.optim;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import java.util.Collection;

/** Euclidean norms, as scalars. */
final class Norms {
  /** Added to a norm that is divided by, as PyTorch does. */
  private static final double EPSILON = 1e-6;

  private Norms() {}

  static Node of(Node x) {
    return Ops.squareRoot(Ops.sum(Ops.square(x)));
  }

  /** The norm of all elements of some nodes together. */
  static Node of(Collection<Node> all) {
    return Ops.squareRoot(
        all.stream().map(each -> Ops.sum(Ops.square(each))).reduce(Ops::add).orElseThrow());
  }

  /** What brings something of a norm to a limit: 1 where it is below, else about limit / norm. */
  static Node factor(double limit, Node norm) {
    return Ops.minimum(
        Ops.number(1), Ops.divide(Ops.number(limit), Ops.add(norm, Ops.number(EPSILON))));
  }
}
