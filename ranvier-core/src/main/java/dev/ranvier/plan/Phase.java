package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.TopologicalOrder;
import dev.ranvier.op.BroadcastToOp;
import dev.ranvier.op.Elementwise;
import dev.ranvier.op.FusedOp;
import dev.ranvier.op.Outcome;
import dev.ranvier.op.ReshapeOp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The part of a training step that an application belongs to, told by what needs its results. */
public enum Phase {
  /** What the outputs need: predictions and loss. All of a graph that assigns nothing. */
  FORWARD,
  /** What lies between: gradients, and what is computed again for them. */
  BACKWARD,
  /** What gives variables their new values, and elementwise work done for that alone. */
  UPDATE;

  /** The phase of every application behind some roots. */
  public static Map<Application, Phase> of(Roots roots) {
    List<Application> applications = Rewriting.applications(roots);
    Consumers consumers = new Consumers(roots, applications);
    Set<Application> forward = TopologicalOrder.of(roots.outputs());
    Set<Node> assigned = new HashSet<>();
    roots.assignments().stream().map(Assignment::value).forEach(assigned::add);
    Map<Application, Phase> phases = new HashMap<>();
    for (Application application : applications.reversed()) {
      phases.put(
          application,
          forward.contains(application)
              ? FORWARD
              : assigned.stream().anyMatch(application.results()::contains)
                      || isForUpdatesAlone(application, consumers, phases)
                  ? UPDATE
                  : BACKWARD);
    }
    return phases;
  }

  private static boolean isForUpdatesAlone(
      Application application, Consumers consumers, Map<Application, Phase> phases) {
    boolean elementwise =
        switch (application.op()) {
          case Elementwise op -> true;
          case FusedOp op ->
              op.outcomes().stream().allMatch(outcome -> outcome instanceof Outcome.Stored);
          case BroadcastToOp op -> true;
          case ReshapeOp op -> true;
          default -> false;
        };
    return elementwise
        && application.results().stream()
            .flatMap(result -> consumers.of(result).stream())
            .allMatch(consumer -> phases.get(consumer) == UPDATE);
  }
}
