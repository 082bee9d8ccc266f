package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Result;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A partition of a graph's applications into clusters that could each run as one step: the
 * clusters' own dependencies stay free of cycles, however many are merged.
 *
 * <p>Applications are numbered in topological order. For every application the set of all it
 * depends on, counting a cluster as a whole, is kept up to date.
 */
final class Clusters {
  private final List<Application> applications;
  private final Map<Application, Integer> numbers = new HashMap<>();
  private final List<List<Integer>> dependencies = new ArrayList<>();
  private final Predicate<Application> isLast;
  private final BitSet[] ancestors;
  private final BitSet[] members;

  /**
   * Every application alone.
   *
   * @param isLast whether an application's results are known only when its whole cluster has run,
   *     so that nothing in the cluster can read them
   */
  Clusters(List<Application> applications, Predicate<Application> isLast) {
    this.applications = applications;
    this.isLast = isLast;
    this.ancestors = new BitSet[applications.size()];
    this.members = new BitSet[applications.size()];
    for (int i = 0; i < ancestors.length; i++) {
      Application application = applications.get(i);
      numbers.put(application, i);
      ancestors[i] = new BitSet();
      members[i] = new BitSet();
      members[i].set(i);
      List<Integer> direct = new ArrayList<>();
      for (Node input : application.inputs()) {
        if (input instanceof Result result) {
          int dependency = numbers.get(result.application());
          direct.add(dependency);
          ancestors[i].set(dependency);
          ancestors[i].or(ancestors[dependency]);
        }
      }
      dependencies.add(direct);
    }
  }

  /**
   * Merges the clusters of two applications unless a path between them leads through a third, or
   * one reads what is only known in the end.
   */
  boolean merge(Application left, Application right) {
    BitSet a = members[numbers.get(left)];
    BitSet b = members[numbers.get(right)];
    if (a == b) {
      return true;
    }
    BitSet union = (BitSet) a.clone();
    union.or(b);
    if (pathThroughThird(union) || readsLast(union)) {
      return false;
    }
    BitSet inherited = new BitSet();
    union.stream().forEach(member -> inherited.or(ancestors[member]));
    inherited.andNot(union);
    BitSet gained = (BitSet) inherited.clone();
    gained.or(union);
    for (int other = 0; other < ancestors.length; other++) {
      if (union.get(other)) {
        ancestors[other] = (BitSet) inherited.clone();
        members[other] = union;
      } else if (ancestors[other].intersects(union)) {
        ancestors[other].or(gained);
      }
    }
    return true;
  }

  /** Whether some outside application depends on a member and is needed by another. */
  private boolean pathThroughThird(BitSet union) {
    return union.stream()
        .flatMap(member -> dependencies.get(member).stream().mapToInt(Integer::intValue))
        .filter(dependency -> !union.get(dependency))
        .anyMatch(dependency -> ancestors[dependency].intersects(union));
  }

  private boolean readsLast(BitSet union) {
    return union.stream()
        .flatMap(member -> dependencies.get(member).stream().mapToInt(Integer::intValue))
        .anyMatch(dependency -> union.get(dependency) && isLast.test(applications.get(dependency)));
  }

  /** The clusters, each after all it depends on; members in topological order. */
  List<List<Application>> inOrder() {
    List<Integer> firsts = new ArrayList<>();
    for (int i = 0; i < members.length; i++) {
      if (members[i].nextSetBit(0) == i) {
        firsts.add(i);
      }
    }
    // What a cluster depends on has strictly fewer ancestors than the cluster itself.
    firsts.sort(Comparator.comparingInt(first -> ancestors[first].cardinality()));
    return firsts.stream()
        .map(first -> members[first].stream().mapToObj(applications::get).toList())
        .toList();
  }
}
