package dev.ranvier.train;

import java.util.Map;

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
  /** Training speed, validation not counted. */
  public double examplesPerSecond() {
    return examples / seconds;
  }
}
