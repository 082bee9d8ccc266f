package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who reads each node of a graph. */
final class Consumers {
  private final Map<Node, List<Application>> readers = new HashMap<>();
  private final List<Node> handedOut;

  Consumers(Roots roots, List<Application> applications) {
    handedOut = roots.nodes();
    for (Application application : applications) {
      application.inputs().stream().distinct().forEach(input -> readers(input).add(application));
    }
  }

  /** The applications that read a node, each once, in order. */
  List<Application> of(Node node) {
    return readers.getOrDefault(node, List.of());
  }

  /**
   * The only application that reads a node that is not handed out; null if there is no such one.
   */
  Application only(Node node) {
    List<Application> all = of(node);
    return all.size() == 1 && !isRoot(node) ? all.getFirst() : null;
  }

  /** Whether the node is an output or a variable's new value. */
  boolean isRoot(Node node) {
    return handedOut.contains(node);
  }

  private List<Application> readers(Node node) {
    return readers.computeIfAbsent(node, key -> new ArrayList<>());
  }
}
