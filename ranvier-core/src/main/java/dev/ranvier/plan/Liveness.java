package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Result;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.ReshapeOp;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How full memory is while applications run in an order, not counting what kernels need for
 * themselves or save by overwriting their inputs.
 */
final class Liveness {
  private Liveness() {}

  /** For each position of the order, the bytes of all values that are alive while it runs. */
  static long[] bytes(Roots roots, List<Application> order, Map<Result, Variable> inPlace) {
    Map<Node, Integer> lastUse = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      for (Node input : order.get(i).inputs()) {
        lastUse.put(origin(input), i);
      }
    }
    roots.nodes().forEach(node -> lastUse.put(origin(node), order.size()));
    long[] change = new long[order.size() + 2];
    for (int i = 0; i < order.size(); i++) {
      for (Result result : order.get(i).results()) {
        long bytes = ownBytes(result, inPlace);
        change[i] += bytes;
        change[lastUse.getOrDefault(result, i) + 1] -= bytes;
      }
    }
    Arrays.parallelPrefix(change, Long::sum);
    return Arrays.copyOf(change, order.size());
  }

  /** The most bytes that are alive at once. */
  static long peak(long[] bytes) {
    return Arrays.stream(bytes).max().orElse(0);
  }

  /** The bytes that a result adds to memory: none for a view and for a variable's new value. */
  static long ownBytes(Result result, Map<Result, Variable> inPlace) {
    return origin(result) != result || inPlace.containsKey(result) ? 0 : result.type().bytes();
  }

  /** The node whose memory a node is a view of: what was reshaped, or the node itself. */
  static Node origin(Node node) {
    Node origin = node;
    while (origin instanceof Result result && result.application().op() instanceof ReshapeOp) {
      origin = result.application().inputs().getFirst();
    }
    return origin;
  }
}
