package dev.ranvier.nn;

/**
 * One of several things that a network learns at once; see {@link MultiTask}.
 *
 * @param loss how wrong this task's outputs are
 * @param outputs how many of the network's outputs belong to it
 * @param weight how much its loss counts
 */
public record Task(Loss loss, int outputs, double weight) {
  /** A task that counts once. */
  public Task(Loss loss, int outputs) {
    this(loss, outputs, 1);
  }

  /** Checks the number of outputs. */
  public Task {
    Settings.positive("task", "outputs", outputs);
  }

  /** The same task with another weight. */
  public Task withWeight(double other) {
    return new Task(loss, outputs, other);
  }
}
