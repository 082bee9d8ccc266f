package dev.ranvier.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What was compiled for the batches used last: as every plan has memory of its own, those for many
 * batch sizes would take ever more.
 *
 * @param <K> what a plan is compiled for
 * @param <P> the plan and what belongs to it
 */
final class RecentPlans<K, P> {
  /** As many as an {@link dev.ranvier.infer.InferenceSession} keeps. */
  static final int KEPT = 8;

  /** The one used longest ago first. */
  private final Map<K, P> plans = new LinkedHashMap<>(2 * KEPT, 0.75f, true);

  /** The plan for a key, which is compiled if it is not kept. */
  P get(K key, Function<K, P> compiler) {
    P known = plans.get(key);
    if (known != null) {
      return known;
    }
    if (plans.size() == KEPT) { // before another takes memory
      plans.remove(plans.keySet().iterator().next());
    }
    P made = compiler.apply(key);
    plans.put(key, made);
    return made;
  }
}
