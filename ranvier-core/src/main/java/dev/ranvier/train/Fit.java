package dev.ranvier.train;

import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.TargetScale;
import dev.ranvier.nn.Loss;
import dev.ranvier.optim.ConstantRate;
import dev.ranvier.optim.Schedule;
import dev.ranvier.train.metric.Evaluation;
import dev.ranvier.train.metric.Metric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How long, with what batches and at what rates to train.
 *
 * @param limits how many epochs at most, and what ends the run earlier
 * @param batching how they are cut into batches, shuffled, augmented and normalized
 * @param validation examples the model is measured on after each epoch; they are batched and
 *     normalized alike, but neither shuffled nor augmented
 * @param metrics what is measured beside the loss, the first being what models are judged by; none
 *     means accuracy where targets are classes
 * @param listeners who is told of steps and epochs; from the beginning one that prints a line for
 *     each epoch, which {@link #quiet} takes away
 * @param schedule how the optimizer's learning rate changes from step to step
 */
public record Fit(
    Limits limits,
    Batching batching,
    Optional<Dataset> validation,
    List<Metric> metrics,
    List<Listener> listeners,
    Schedule schedule) {
  /** So many epochs of shuffled batches of 32, measuring accuracy where targets are classes. */
  public Fit(int epochs) {
    this(
        new Limits(epochs),
        new Batching(32).withShuffle(0),
        Optional.empty(),
        List.of(),
        ConsoleProgress.isUsual() ? List.of(new ConsoleProgress()) : List.of(),
        new ConstantRate());
  }

  /** Checks that metrics have different names. */
  public Fit {
    metrics = List.copyOf(metrics);
    listeners = List.copyOf(listeners);
    List<String> names = metrics.stream().map(Metric::name).toList();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isEmpty() || name.equals("loss") || name.startsWith(EpochRecord.VALIDATION)) {
        throw new IllegalArgumentException(
            "fit: a metric may not be called '"
                + name
                + "', which is empty, the loss's name or that of a measurement on validation"
                + " examples; choose another name");
      }
      if (names.indexOf(names.get(i)) < i) {
        throw new IllegalArgumentException(
            "fit: metrics need names of their own, got "
                + names
                + "; leave one '"
                + names.get(i)
                + "' out");
      }
    }
  }

  /** How many times to go through the training examples at most. */
  public int epochs() {
    return limits.epochs();
  }

  /** What is measured beside a loss: what was chosen, or else what is usual for the examples. */
  List<Metric> metrics(Dataset training, Loss loss) {
    List<Metric> wanted = metrics.isEmpty() ? Metric.standard(training, loss) : metrics;
    TargetScale scale = training.schema().scale();
    return wanted.stream().map(metric -> metric.forLoss(loss).forScale(scale)).toList();
  }

  /**
   * Measures a model after an epoch, tells the listeners, and adds what was found to the epoch's
   * values; nothing where there are no validation examples.
   */
  void validate(Function<Dataset, Evaluation> model, Map<String, Double> values) {
    validation
        .map(model)
        .ifPresent(
            found -> {
              listeners.forEach(listener -> listener.validated(found));
              found
                  .metrics()
                  .forEach((name, value) -> values.put(EpochRecord.VALIDATION + name, value));
            });
  }

  /** The same, ended by the first of these criteria that fires, at the best model so far. */
  public Fit withStopping(StoppingCriterion... criteria) {
    Limits other = new Limits(limits.epochs(), List.of(criteria));
    return new Fit(other, batching, validation, metrics, listeners, schedule);
  }

  /** The same with other batches. */
  public Fit withBatching(Batching other) {
    return new Fit(limits, other, validation, metrics, listeners, schedule);
  }

  /** The same with another batch size. */
  public Fit withBatch(int size) {
    return withBatching(batching.withSize(size));
  }

  /** The same, measured on these examples after each epoch. */
  public Fit withValidation(Dataset other) {
    return new Fit(limits, batching, Optional.of(other), metrics, listeners, schedule);
  }

  /** The same with other metrics beside the loss. */
  public Fit withMetrics(Metric... others) {
    return new Fit(limits, batching, validation, List.of(others), listeners, schedule);
  }

  /** The same with other listeners, beside the one that prints progress unless they do. */
  public Fit withListeners(Listener... others) {
    boolean print = Stream.of(others).anyMatch(listener -> listener instanceof ConsoleProgress);
    Stream<Listener> printing =
        listeners.stream().filter(listener -> listener instanceof ConsoleProgress && !print);
    List<Listener> all = Stream.concat(printing, Stream.of(others)).toList();
    return new Fit(limits, batching, validation, metrics, all, schedule);
  }

  /** The same without printed progress. */
  public Fit quiet() {
    List<Listener> others =
        listeners.stream().filter(listener -> !(listener instanceof ConsoleProgress)).toList();
    return new Fit(limits, batching, validation, metrics, others, schedule);
  }

  /** The same with another schedule. */
  public Fit withSchedule(Schedule other) {
    return new Fit(limits, batching, validation, metrics, listeners, other);
  }
}
