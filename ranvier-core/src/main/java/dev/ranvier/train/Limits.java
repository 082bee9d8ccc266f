package dev.ranvier.train;

import java.util.List;

/**
 * How long to train at most.
 *
 * @param epochs how many times to go through the training examples, at least 1
 * @param stopping what ends the run earlier; the first that fires does
 */
public record Limits(int epochs, List<StoppingCriterion> stopping) {
  /** Checks the number of epochs. */
  public Limits {
    if (epochs < 1) {
      throw new IllegalArgumentException("fit: epochs must be at least 1, got " + epochs);
    }
    stopping = List.copyOf(stopping);
  }

  /** So many epochs. */
  public Limits(int epochs) {
    this(epochs, List.of());
  }
}
