package dev.ranvier.nn;

import dev.ranvier.nn.loss.MultiTask;
import dev.ranvier.setting.Settings;

/**
 * One of several things that a network learns at once; see {@link MultiTask}.
 *
 * @param name what metrics and predictions call it
 * @param loss how wrong this task's outputs are
 * @param outputs how many of the network's outputs belong to it
 * @param weight how much its loss counts
 */
public record Task(String name, Loss loss, int outputs, double weight) {
  /** A task that counts once. */
  public Task(String name, Loss loss, int outputs) {
    this(name, loss, outputs, 1);
  }

  /** Checks the name, the number of outputs and the weight. */
  public Task {
    if (name.isBlank()) {
      throw new IllegalArgumentException("task: needs a name, got none");
    }
    Settings.notNegative("task", "weight", weight);
    Settings.positive("task", "outputs", outputs);
  }

  /** The same task with another weight. */
  public Task withWeight(double other) {
    return new Task(name, loss, outputs, other);
  }
}
