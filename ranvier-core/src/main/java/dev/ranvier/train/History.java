package dev.ranvier.train;

import java.util.List;

/**
 * The epochs of a training run, finished or so far.
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
   * The epoch with the best model: that with the highest validation accuracy, of equal ones that
   * with the lowest validation loss, which alone decides where no accuracy is measured; of those
   * the first. Without validation, the last epoch.
   */
  public EpochRecord best() {
    if (!last().metrics().containsKey("validation_loss")) {
      return last();
    }
    EpochRecord best = epochs.getFirst();
    for (EpochRecord epoch : epochs) {
      best = isBetter(epoch, best) ? epoch : best;
    }
    return best;
  }

  private static boolean isBetter(EpochRecord epoch, EpochRecord other) {
    double accuracy = epoch.metrics().getOrDefault("validation_accuracy", 0.0);
    double otherAccuracy = other.metrics().getOrDefault("validation_accuracy", 0.0);
    return accuracy > otherAccuracy
        || accuracy == otherAccuracy
            && epoch.metrics().get("validation_loss") < other.metrics().get("validation_loss");
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
