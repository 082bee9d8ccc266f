package dev.ranvier.train;

import dev.ranvier.graph.KebabCase;
import java.util.List;
import java.util.Optional;

/**
 * When training ends before its last epoch.
 *
 * <p>A criterion is an immutable record and a pure function of what has happened: it remembers
 * nothing itself, so a resumed run stops where the uninterrupted one would. Several may be given;
 * the first that fires ends the run. The number of epochs is the hard stop behind all of them.
 */
public interface StoppingCriterion {
  /** The metrics it watches, by their names in the history. */
  default List<String> watched() {
    return List.of();
  }

  /** Those of them that must be errors, of which less is better. */
  default List<String> errors() {
    return List.of();
  }

  /**
   * Why to stop after the last of the epochs so far; empty to go on.
   *
   * @param history at least one epoch
   */
  default Optional<String> afterEpoch(History history) {
    return Optional.empty();
  }

  /**
   * Why to stop within an epoch; empty to go on.
   *
   * @param steps how many steps the run has taken, at least 1
   * @param seconds the time it has spent in steps
   */
  default Optional<String> afterStep(long steps, double seconds) {
    return Optional.empty();
  }

  /** The criterion's name, by default its class name in kebab case. */
  default String name() {
    return KebabCase.of(getClass());
  }
}
