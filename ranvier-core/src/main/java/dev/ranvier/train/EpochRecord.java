package dev.ranvier.train;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * One epoch of training.
 *
 * @param epoch the epoch, from 1
 * @param step the steps taken since the run began
 * @param learningRate the rate of the epoch's last step
 * @param metrics what was measured, by name: {@code loss} and {@code accuracy} over the epoch's own
 *     batches while it went on, {@code validation_loss} and {@code validation_accuracy} after it
 * @param examples the examples seen in this epoch
 * @param seconds how long the epoch took, without validation
 */
public record EpochRecord(
    int epoch,
    long step,
    double learningRate,
    Map<String, Double> metrics,
    long examples,
    double seconds) {
  /** What the names of metrics measured on the validation examples begin with. */
  public static final String VALIDATION = "validation_";

  /**
   * By how much the validation loss is above the training loss; empty without validation. The
   * training loss is a mean over the epoch, dropout and augmentation included, so that early gaps
   * are often below 0.
   */
  public OptionalDouble generalizationGap() {
    Double validation = metrics.get(VALIDATION + "loss");
    return validation == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(validation - metrics.get("loss"));
  }

  /** Training speed, validation not counted. */
  public double examplesPerSecond() {
    return examples / seconds;
  }
}
