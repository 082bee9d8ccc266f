package dev.ranvier.train;

import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.optim.ConstantRate;
import dev.ranvier.optim.Schedule;
import java.util.List;
import java.util.Optional;

/**
 * How long, with what batches and at what rates to train.
 *
 * @param epochs how many times to go through the training examples, at least 1
 * @param batching how they are cut into batches, shuffled, augmented and normalized
 * @param validation examples the model is measured on after each epoch; they are batched and
 *     normalized alike, but neither shuffled nor augmented
 * @param metrics what is measured beside the loss
 * @param listeners who is told of steps and epochs
 * @param schedule how the optimizer's learning rate changes from step to step
 */
public record Fit(
    int epochs,
    Batching batching,
    Optional<Dataset> validation,
    List<Metric> metrics,
    List<Listener> listeners,
    Schedule schedule) {
  /** So many epochs of shuffled batches of 32, measuring accuracy where targets are classes. */
  public Fit(int epochs) {
    this(
        epochs,
        new Batching(32).withShuffle(0),
        Optional.empty(),
        List.of(),
        List.of(),
        new ConstantRate());
  }

  /** Checks the number of epochs. */
  public Fit {
    if (epochs < 1) {
      throw new IllegalArgumentException("fit: epochs must be at least 1, got " + epochs);
    }
    metrics = List.copyOf(metrics);
    listeners = List.copyOf(listeners);
  }

  /** The same with other batches. */
  public Fit withBatching(Batching other) {
    return new Fit(epochs, other, validation, metrics, listeners, schedule);
  }

  /** The same with another batch size. */
  public Fit withBatch(int size) {
    return withBatching(batching.withSize(size));
  }

  /** The same, measured on these examples after each epoch. */
  public Fit withValidation(Dataset other) {
    return new Fit(epochs, batching, Optional.of(other), metrics, listeners, schedule);
  }

  /** The same with other metrics beside the loss. */
  public Fit withMetrics(Metric... others) {
    return new Fit(epochs, batching, validation, List.of(others), listeners, schedule);
  }

  /** The same with other listeners. */
  public Fit withListeners(Listener... others) {
    return new Fit(epochs, batching, validation, metrics, List.of(others), schedule);
  }

  /** The same with another schedule. */
  public Fit withSchedule(Schedule other) {
    return new Fit(epochs, batching, validation, metrics, listeners, other);
  }
}
