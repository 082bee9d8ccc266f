package dev.ranvier.plan;

import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a graph is computed for: values to hand out and variables to replace. All else is dead.
 *
 * @param outputs the values to hand out, in the caller's order
 * @param assignments the variables to replace at the end of a run; each at most once
 */
public record Roots(List<Node> outputs, List<Assignment> assignments) {
  /** Copies the lists and checks that no variable is assigned twice. */
  public Roots {
    outputs = List.copyOf(outputs);
    assignments = List.copyOf(assignments);
    Set<Object> assigned = new HashSet<>();
    for (Assignment assignment : assignments) {
      if (!assigned.add(assignment.variable())) {
        throw new IllegalArgumentException(
            "variable '" + assignment.variable().name() + "': assigned twice in one graph");
      }
    }
  }

  /** Every node that must be computed. */
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>(outputs);
    // The last assignments first: parameters are listed from the input on, their gradients become
    // known from the loss back, and an update right after its gradient frees that at once.
    assignments.reversed().forEach(assignment -> nodes.add(assignment.value()));
    return nodes;
  }
}
