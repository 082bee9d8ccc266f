package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.graph.Result;
import dev.ranvier.graph.TopologicalOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph being rebuilt: for each old node, the node that replaces it.
 *
 * <p>Passes walk the old applications in order and either keep them over their new inputs or put
 * something else there.
 */
final class Rewriting {
  private final Map<Node, Node> replacements = new HashMap<>();

  /** The node that stands for an old one; nodes that were not replaced stand for themselves. */
  Node current(Node old) {
    return replacements.getOrDefault(old, old);
  }

  List<Node> current(List<? extends Node> old) {
    return old.stream().map(this::current).toList();
  }

  void replace(Node old, Node replacement) {
    replacements.put(old, replacement);
  }

  /** Replaces all results of an application by those of another. */
  void replace(Application old, Application replacement) {
    for (Result result : old.results()) {
      replace(result, replacement.results().get(result.index()));
    }
  }

  /** Replaces an old application by that of an op to the new inputs. */
  void keep(Application old, Op op) {
    List<Node> inputs = current(old.inputs());
    boolean unchanged = inputs.equals(old.inputs()) && op.equals(old.op());
    if (!unchanged) {
      replace(old, Application.of(op, inputs, old.scope()));
    }
  }

  /** The roots with every node replaced by what now stands for it. */
  Roots roots(Roots old) {
    return new Roots(
        current(old.outputs()),
        old.assignments().stream()
            .map(assignment -> new Assignment(assignment.variable(), current(assignment.value())))
            .toList());
  }

  /** The applications behind some roots, dependencies first. */
  static List<Application> applications(Roots roots) {
    return List.copyOf(TopologicalOrder.of(roots.nodes()));
  }
}
