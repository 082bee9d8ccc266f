package dev.ranvier.train;

import java.util.List;

/**
 * The epochs of a finished training run.
 *
 * @param epochs in order
 */
public record History(List<EpochRecord> epochs) {
  /** Copies the list. */
  public History {
    epochs = List.copyOf(epochs);
  }

  /** The last epoch. */
  public EpochRecord last() {
    return epochs.getLast();
  }

  /**
   * One metric over the epochs.
   *
   * @throws IllegalArgumentException when it was not measured
   */
  public List<Double> metric(String name) {
    for (EpochRecord epoch : epochs) {
      if (!epoch.metrics().containsKey(name)) {
        throw new IllegalArgumentException(
            "history: has no metric '" + name + "', measured were " + epoch.metrics().keySet());
      }
    }
    return epochs.stream().map(epoch -> epoch.metrics().get(name)).toList();
  }
}
