package dev.ranvier.cli;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.TopologicalOrder;
import dev.ranvier.op.Cost;
import java.util.List;

/**
 * The floating-point operations of a graph, as papers count them: two (a multiplication and an
 * addition) for every weight that an output of a matrix product or a convolution sums over; nothing
 * for the rest, which is small beside them.
 */
final class FlopCount {
  private FlopCount() {}

  /** All operations behind a node. */
  static long of(Node output) {
    return of(output, "");
  }

  /** The operations of one layer, or of all where its name is empty. */
  static long of(Node output, String layer) {
    return TopologicalOrder.of(List.of(output)).stream()
        .filter(
            application ->
                layer.isEmpty()
                    || application.scope().equals(layer)
                    || application.scope().startsWith(layer + "/"))
        .mapToLong(application -> Cost.of(application).products())
        .sum();
  }
}
