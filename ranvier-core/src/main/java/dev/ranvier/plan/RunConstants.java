package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Result;
import dev.ranvier.graph.Variable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which values of a graph stay the same from run to run: those that depend on constants and on
 * variables the graph does not assign, and on no input.
 */
public final class RunConstants {
  private final Set<Node> assigned = new HashSet<>();
  private final Set<Application> frozen = new HashSet<>();
  private final Set<Application> ofVariables = new HashSet<>();

  /**
   * Looks at a graph.
   *
   * @param applications the applications behind the roots, dependencies first
   */
  RunConstants(Roots roots, List<Application> applications) {
    roots.assignments().stream().map(Assignment::variable).forEach(assigned::add);
    for (Application application : applications) {
      if (application.inputs().stream().allMatch(this::contains)) {
        frozen.add(application);
        if (application.inputs().stream().anyMatch(this::dependsOnVariables)) {
          ofVariables.add(application);
        }
      }
    }
  }

  /** Whether a value stays the same for as long as no variable is changed from outside. */
  boolean contains(Node node) {
    return switch (node) {
      case Input input -> false;
      case Literal constant -> true;
      case Variable variable -> !assigned.contains(variable);
      case Result result -> frozen.contains(result.application());
    };
  }

  /** Whether a value lasts and is computed from a variable. */
  boolean isComputed(Node node) {
    return node instanceof Result result && ofVariables.contains(result.application());
  }

  private boolean dependsOnVariables(Node node) {
    return node instanceof Variable || isComputed(node);
  }
}
