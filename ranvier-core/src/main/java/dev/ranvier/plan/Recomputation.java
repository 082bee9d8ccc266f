package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Result;
import dev.ranvier.op.Cost;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Trades time for memory: values that are live at the fullest moment of a run and read later are
 * let go, and computed again when they are needed.
 *
 * <p>What is computed again is a copy of the applications that made the value, over values that are
 * kept, so it is the same to the last bit. In a chain of n layers where each value is made from the
 * one before, about √n kept values keep the copies small too (Chen et al., "Training deep nets with
 * sublinear memory cost", 2016, arXiv 1604.06174): values are dropped until what has to be computed
 * again at once would exceed a budget, then one is kept. Several budgets are tried, and the one
 * with the smallest slab wins. GEMMs and convolutions are computed again only where that makes the
 * slab smaller by a quarter than all other work does.
 */
public final class Recomputation {
  /** Parts of all live bytes that may be computed again at once. */
  private static final List<Integer> BUDGETS = List.of(1, 2, 3, 4, 6, 8, 12, 16, 24, 32);

  /** What GEMMs and convolutions must save to be computed again. */
  private static final double WORTH_GEMMS = 0.75;

  private final PeakLiveness liveness;
  private final ToLongFunction<Roots> slabBytes;

  private Recomputation(PeakLiveness liveness, ToLongFunction<Roots> slabBytes) {
    this.liveness = liveness;
    this.slabBytes = slabBytes;
  }

  /**
   * The same values with less memory, where that can be had.
   *
   * @param roots the graph; passes that share equal computations must not follow
   * @param order how a graph will be ordered
   * @param slabBytes the size of the slab that an ordered graph will take
   */
  public static Roots apply(
      Roots roots,
      Function<Roots, ExecutionOrder> order,
      ToLongFunction<ExecutionOrder> slabBytes) {
    PeakLiveness liveness = PeakLiveness.of(order.apply(roots));
    return new Recomputation(liveness, rebuilt -> slabBytes.applyAsLong(order.apply(rebuilt)))
        .run();
  }

  /** Values to let go, and what the slab is then. */
  private record Choice(Set<Result> dropped, long slab) {}

  private Roots run() {
    Choice none = choice(Set.of());
    Choice cheap = best(none, false);
    Choice all = best(none, true);
    Choice chosen = all.slab < WORTH_GEMMS * cheap.slab ? all : cheap;
    return liveness.without(withLessWork(chosen).dropped);
  }

  private Choice choice(Set<Result> dropped) {
    return new Choice(dropped, slabBytes.applyAsLong(liveness.without(dropped)));
  }

  private Choice best(Choice none, boolean gemms) {
    Choice best = none;
    Set<Set<Result>> tried = new HashSet<>();
    for (int part : BUDGETS) {
      Set<Result> dropped = dropped(liveness.bytes() / part, gemms);
      if (!dropped.isEmpty() && tried.add(dropped)) {
        Choice choice = choice(dropped);
        best = choice.slab < best.slab ? choice : best;
      }
    }
    return best;
  }

  /** From the first value on, drops all whose making fits the budget. */
  private Set<Result> dropped(long budget, boolean gemms) {
    Set<Result> dropped = new LinkedHashSet<>();
    for (Result value : liveness.droppable()) {
      dropped.add(value);
      Set<Application> again = behind(value, dropped);
      boolean cheap = again.stream().allMatch(each -> Cost.of(each).products() == 0);
      if (!cheap && !gemms || liveBytes(again, dropped) > budget) {
        dropped.remove(value);
      }
    }
    return dropped;
  }

  /** What must run to make a value from what is kept. */
  private Set<Application> behind(Result value, Set<Result> dropped) {
    Set<Application> found = new HashSet<>(Set.of(value.application()));
    Deque<Application> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      for (Node input : open.pop().inputs()) {
        if (input instanceof Result result
            && !liveness.isKept(result, dropped)
            && found.add(result.application())) {
          open.push(result.application());
        }
      }
    }
    return found;
  }

  private static long liveBytes(Set<Application> again, Set<Result> dropped) {
    return dropped.stream()
        .filter(result -> again.contains(result.application()))
        .mapToLong(result -> result.type().bytes())
        .sum();
  }

  /** Keeps again, from the last on, what the slab has room for. */
  private Choice withLessWork(Choice chosen) {
    Choice best = chosen;
    for (Result value : List.copyOf(chosen.dropped).reversed()) {
      Set<Result> fewer = new LinkedHashSet<>(best.dropped);
      fewer.remove(value);
      Choice choice = choice(fewer);
      best = choice.slab <= best.slab ? choice : best;
    }
    return best;
  }
}
