package dev.ranvier.train;

/**
 * When checkpoints are written: after so many epochs, steps or seconds, whichever comes first.
 *
 * @param epochs after every so many epochs; 0 for never
 * @param steps after every so many steps; 0 for never
 * @param seconds when the last checkpoint is so many seconds old; 0 for never
 */
public record CheckpointInterval(int epochs, long steps, double seconds) {
  /** After every epoch. */
  public CheckpointInterval() {
    this(1, 0, 0);
  }

  /** Checks the numbers. */
  public CheckpointInterval {
    if (epochs < 0 || steps < 0 || !(seconds >= 0)) {
      throw new IllegalArgumentException(
          String.format(
              "checkpoint: intervals must be at least 0, got %d epochs, %d steps, %s seconds;"
                  + " 0 stands for never",
              epochs, steps, seconds));
    }
  }

  /** The same with another number of epochs. */
  public CheckpointInterval withEpochs(int other) {
    return new CheckpointInterval(other, steps, seconds);
  }

  /** The same with another number of steps. */
  public CheckpointInterval withSteps(long other) {
    return new CheckpointInterval(epochs, other, seconds);
  }

  /** The same with another number of seconds. */
  public CheckpointInterval withSeconds(double other) {
    return new CheckpointInterval(epochs, steps, other);
  }
}
