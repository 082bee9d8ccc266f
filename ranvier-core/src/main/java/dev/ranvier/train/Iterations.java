package dev.ranvier.train;

import dev.ranvier.data.Dataset;
import dev.ranvier.minimize.Iteration;
import dev.ranvier.minimize.Minimum;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.train.metric.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The iterations of a minimizer as epochs of a training run. */
final class Iterations {
  private final Model model;
  private final Loss loss;
  private final Predictor predictor;
  private final Dataset training;
  private final Fit fit;
  private final List<Metric> metrics;
  private final Watch watch;
  private final List<EpochRecord> epochs = new ArrayList<>();
  private Optional<Weights> best = Optional.empty();
  private double value;
  private double seconds;
  private long start;

  /**
   * Nothing yet.
   *
   * @throws IllegalArgumentException when a metric does not apply, or a criterion watches what is
   *     not measured
   */
  Iterations(Model model, Loss loss, Predictor predictor, Dataset training, Fit fit) {
    this.model = model;
    this.loss = loss;
    this.predictor = predictor;
    this.training = training;
    this.fit = fit;
    this.metrics = fit.metrics(training, loss);
    this.watch = new Watch(fit.limits());
    predictor.requireFitting(loss, metrics);
    watch.require(fit.schedule(), metrics, fit.validation().isPresent());
  }

  /** The first iteration begins, where the loss has a value. */
  void begin(double first) {
    value = first;
    Listener.Progress progress = new Listener.Progress(fit.epochs(), 1, training.size());
    fit.listeners().forEach(listener -> listener.started(progress));
    beginNext();
  }

  /** An iteration is over; whether a stopping criterion ends training with it. */
  boolean ended(Iteration iteration) {
    double taken = (System.nanoTime() - start) / 1e9;
    seconds += taken;
    int epoch = iteration.number();
    StepRecord step = new StepRecord(epoch, 1, epoch, value, iteration.step());
    fit.listeners().forEach(listener -> listener.stepped(step));
    value = iteration.value();
    record(new EpochRecord(epoch, epoch, iteration.step(), measured(), training.size(), taken));
    if (watch.isOver(epoch)) {
      return watch.stop().isPresent();
    }
    beginNext();
    return false;
  }

  /** The history, once the minimizer has ended; the best weights are in the model. */
  History finish(Minimum minimum, String minimizer) {
    if (epochs.isEmpty()) {
      // There was nothing to gain from the first weights on.
      double taken = (System.nanoTime() - start) / 1e9;
      record(new EpochRecord(1, 0, 0, measured(), training.size(), taken));
    }
    best.ifPresent(weights -> weights.copyTo(model));
    Optional<Stop> own =
        switch (minimum.end()) {
          case FLAT -> stop(minimizer, "the loss is flat here: ", minimum);
          case NO_DECREASE ->
              stop(minimizer, "no step makes the loss smaller in this precision: ", minimum);
          case ITERATIONS, ASKED -> Optional.empty();
        };
    boolean early = epochs.size() < fit.epochs();
    return new History(epochs, metrics, watch.stop().or(() -> early ? own : Optional.empty()));
  }

  private static Optional<Stop> stop(String minimizer, String reason, Minimum minimum) {
    String greatest =
        String.format(
            Locale.ROOT, "the greatest element of the gradient is %.2g", minimum.gradient());
    return Optional.of(new Stop(new Converged(minimizer), reason + greatest));
  }

  private void beginNext() {
    Listener.EpochPlan plan = new Listener.EpochPlan(epochs.size() + 1, 1, training.size());
    fit.listeners().forEach(listener -> listener.epochStarted(plan));
    start = System.nanoTime();
  }

  private void record(EpochRecord epoch) {
    epochs.add(epoch);
    watch.stepped(epochs.size(), seconds);
    History history = new History(epochs, metrics, watch.stop());
    watch.epochEnded(history);
    if (watch.keepsBest() && history.best() == epoch) {
      best = Optional.of(Weights.of(model));
    }
    fit.listeners().forEach(listener -> listener.epochEnded(epoch));
  }

  private Map<String, Double> measured() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", value);
    if (!metrics.isEmpty()) {
      values.putAll(predictor.evaluate(training, fit.batching(), loss, metrics).metrics());
      values.put("loss", value); // penalties included, as in every other run
    }
    fit.validate(data -> predictor.evaluate(data, fit.batching(), loss, metrics), values);
    return values;
  }
}
