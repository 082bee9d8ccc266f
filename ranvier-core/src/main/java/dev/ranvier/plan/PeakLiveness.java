package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Result;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The fullest moment of a schedule: what has run by then, what runs later, and the values that are
 * live in between. A reshape of a value is the value.
 */
public final class PeakLiveness {
  /** Values of fewer bytes than this part of all are not worth the trouble. */
  private static final long SMALL_PART = 256;

  private final Roots roots;
  private final List<Application> early;
  private final List<Application> late;
  private final Set<Result> values = new LinkedHashSet<>();
  private final List<Result> droppable;
  private final Set<Application> made;

  private PeakLiveness(Roots roots, List<Application> early, List<Application> late) {
    this.roots = roots;
    this.early = early;
    this.late = late;
    this.made = new HashSet<>(early);
    Set<Node> neededLate = new HashSet<>();
    late.forEach(
        application -> application.inputs().forEach(x -> neededLate.add(Liveness.origin(x))));
    Set<Node> pinned = new HashSet<>();
    roots.nodes().forEach(node -> pinned.add(Liveness.origin(node)));
    for (Application application : early) {
      for (Result result : application.results()) {
        if (Liveness.origin(result) == result
            && (neededLate.contains(result) || pinned.contains(result))) {
          values.add(result);
        }
      }
    }
    long bytes = bytes();
    droppable =
        values.stream()
            .filter(value -> !pinned.contains(value))
            .filter(value -> value.type().bytes() * SMALL_PART >= bytes)
            .toList();
  }

  /** The fullest moment of a schedule, not counting what overwrites its input. */
  static PeakLiveness of(ExecutionOrder schedule) {
    List<Application> order = schedule.order();
    long[] bytes = Liveness.bytes(schedule.roots(), order, schedule.inPlace());
    long peak = Liveness.peak(bytes);
    int fullest = 0;
    while (fullest < bytes.length && bytes[fullest] < peak) {
      fullest++;
    }
    int split = Math.min(fullest + 1, order.size());
    return new PeakLiveness(
        schedule.roots(), order.subList(0, split), order.subList(split, order.size()));
  }

  /** The bytes of all values that are live in between. */
  long bytes() {
    return values.stream().mapToLong(value -> value.type().bytes()).sum();
  }

  /** The values that could be computed again, in the order in which they are made. */
  List<Result> droppable() {
    return droppable;
  }

  /** Whether a value is there late, given what is let go. */
  boolean isKept(Node node, Set<Result> dropped) {
    return !(Liveness.origin(node) instanceof Result value)
        || values.contains(value) && !dropped.contains(value);
  }

  /** The graph in which late applications read copies of the dropped values. */
  Roots without(Set<Result> dropped) {
    Set<Node> again = new HashSet<>();
    late.forEach(application -> addMissing(application, dropped, again));
    early
        .reversed()
        .forEach(
            application -> {
              if (isWanted(application, again)) {
                addMissing(application, dropped, again);
              }
            });
    Rewriting rewriting = new Rewriting();
    for (Application application : early) {
      if (isWanted(application, again)) {
        Application copy =
            Application.of(
                application.op(), rewriting.current(application.inputs()), application.scope());
        for (Result result : application.results()) {
          if (again.contains(result)) {
            rewriting.replace(result, copy.results().get(result.index()));
          }
        }
      }
    }
    late.forEach(application -> rewriting.keep(application, application.op()));
    return rewriting.roots(roots);
  }

  private void addMissing(Application application, Set<Result> dropped, Set<Node> again) {
    for (Node input : application.inputs()) {
      if (isMadeEarly(input) && !isKept(input, dropped)) {
        again.add(input);
      }
    }
  }

  private boolean isMadeEarly(Node node) {
    return node instanceof Result result && made.contains(result.application());
  }

  private static boolean isWanted(Application application, Set<Node> again) {
    return application.results().stream().anyMatch(again::contains);
  }
}
