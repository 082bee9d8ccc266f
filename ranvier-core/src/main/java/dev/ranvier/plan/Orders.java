package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Result;
import dev.ranvier.graph.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Orders in which applications can run, and the choice of the one that needs the least memory.
 *
 * <p>Depth first from the roots, a value is used soon after it is made; that suits a training step
 * whose updates are listed from the loss back. Where something needs all gradients together, such
 * as their norm, it depends on the order of a sum's terms whether each upstream gradient is used up
 * at once or waits for all others; so terms are also visited from the last to the first, and, as a
 * third way, whatever frees most memory runs first.
 */
final class Orders {
  /** An order must need less memory than the one before by this factor to be taken instead. */
  private static final double WORTH_CHANGING = 0.98;

  private final Roots roots;
  private final List<Application> applications;
  private final List<List<Integer>> before;
  private final Map<Result, Variable> inPlace;

  /**
   * The orders of some applications.
   *
   * @param applications numbered by their position
   * @param before for each, the numbers of those that must have run
   */
  Orders(
      Roots roots,
      List<Application> applications,
      List<List<Integer>> before,
      Map<Result, Variable> inPlace) {
    this.roots = roots;
    this.applications = applications;
    this.before = before;
    this.inPlace = inPlace;
  }

  /** The order in which memory is least full at its fullest. */
  List<Application> best() {
    List<Application> best = applications(depthFirst(false));
    for (List<Integer> other : List.of(depthFirst(true), freeingFirst(depthFirst(false)))) {
      List<Application> candidate = applications(other);
      best = peak(candidate) < WORTH_CHANGING * peak(best) ? candidate : best;
    }
    return best;
  }

  private long peak(List<Application> order) {
    return Liveness.peak(Liveness.bytes(roots, order, inPlace));
  }

  private List<Application> applications(List<Integer> numbers) {
    return numbers.stream().map(applications::get).toList();
  }

  private List<Integer> depthFirst(boolean lastFirst) {
    Map<Application, Integer> numbers = new HashMap<>();
    applications.forEach(application -> numbers.put(application, numbers.size()));
    List<Integer> ordered = new ArrayList<>();
    Set<Integer> entered = new HashSet<>();
    Set<Integer> done = new HashSet<>();
    List<Integer> stack = new ArrayList<>();
    for (Node root : roots.nodes()) {
      if (root instanceof Result result) {
        stack.add(numbers.get(result.application()));
      }
      while (!stack.isEmpty()) {
        int top = stack.getLast();
        if (entered.add(top)) {
          List<Integer> next = lastFirst ? before.get(top) : before.get(top).reversed();
          next.stream().filter(each -> !entered.contains(each)).forEach(stack::add);
        } else {
          stack.removeLast();
          if (done.add(top)) {
            ordered.add(top);
          }
        }
      }
    }
    return ordered;
  }

  /** Of all that can run, what adds least to memory; of equals, the first in the given order. */
  private List<Integer> freeingFirst(List<Integer> given) {
    Map<Node, Set<Application>> readers = new HashMap<>();
    Map<Integer, List<Integer>> followers = new HashMap<>();
    Map<Integer, Integer> missing = new HashMap<>();
    Map<Integer, Integer> positions = new HashMap<>();
    Set<Integer> ready = new TreeSet<>(Comparator.comparing(positions::get));
    for (int number : given) {
      positions.put(number, positions.size());
      List<Integer> needed = before.get(number).stream().distinct().toList();
      needed.forEach(each -> followers.computeIfAbsent(each, key -> new ArrayList<>()).add(number));
      missing.put(number, needed.size());
      if (needed.isEmpty()) {
        ready.add(number);
      }
      Application application = applications.get(number);
      application
          .inputs()
          .forEach(
              input ->
                  readers
                      .computeIfAbsent(Liveness.origin(input), key -> new HashSet<>())
                      .add(application));
    }
    Set<Node> pinned = new HashSet<>();
    roots.nodes().forEach(node -> pinned.add(Liveness.origin(node)));
    List<Integer> ordered = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next =
          ready.stream()
              .min(Comparator.comparingLong(each -> growth(each, readers, pinned)))
              .orElseThrow();
      ready.remove(next);
      ordered.add(next);
      Application application = applications.get(next);
      application.inputs().forEach(x -> readers.get(Liveness.origin(x)).remove(application));
      for (int follower : followers.getOrDefault(next, List.of())) {
        if (missing.merge(follower, -1, Integer::sum) == 0) {
          ready.add(follower);
        }
      }
    }
    return ordered;
  }

  /** What running an application now adds to memory, less what nobody else still reads. */
  private long growth(int number, Map<Node, Set<Application>> readers, Set<Node> pinned) {
    Application application = applications.get(number);
    long made =
        application.results().stream()
            .mapToLong(result -> Liveness.ownBytes(result, inPlace))
            .sum();
    Set<Node> read = new HashSet<>();
    application.inputs().forEach(input -> read.add(Liveness.origin(input)));
    long freed =
        read.stream()
            .filter(node -> node instanceof Result && !pinned.contains(node))
            .filter(node -> readers.get(node).size() == 1)
            .mapToLong(node -> Liveness.ownBytes((Result) node, inPlace))
            .sum();
    return made - freed;
  }
}
