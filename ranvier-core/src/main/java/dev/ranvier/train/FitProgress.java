package dev.ranvier.train;

import dev.ranvier.checkpoint.Checkpoint;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.train.metric.Metric;
import dev.ranvier.train.metric.Tallies;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** How far a fit has got: the epochs that are over, and the one that is not. */
final class FitProgress {
  /** What an epoch's text begins with, before the metrics, one of which may have the same name. */
  private static final int FIXED_VALUES = 4;

  private static final String EPOCH = "epoch ";
  private static final String SECONDS = "seconds";
  private static final String BEST = "best/";

  private final List<Metric> metrics;
  private final UnaryOperator<Tensor> prediction;
  private final Watch watch;
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final long start = System.nanoTime();
  private double secondsBefore;
  private EpochTally tally;
  private Optional<Weights> best = Optional.empty();

  /**
   * The beginning of a fit.
   *
   * @param metrics what is measured beside the loss
   * @param prediction what the model's outputs predict, for metrics that need it
   * @param watch knows when it is over
   */
  FitProgress(List<Metric> metrics, UnaryOperator<Tensor> prediction, Watch watch) {
    this.metrics = metrics;
    this.prediction = prediction;
    this.watch = watch;
    this.tally = freshTally();
  }

  /** What is measured beside the loss. */
  List<Metric> metrics() {
    return metrics;
  }

  /** What is counted in the epoch that is not over. */
  EpochTally tally() {
    return tally;
  }

  /** How many epochs are over. */
  int epochs() {
    return epochs.size();
  }

  /** The epochs that are over, and why it ended early if it did. */
  History history() {
    return new History(epochs, metrics, watch.stop());
  }

  /** Whether there is nothing left to do. */
  boolean isOver() {
    return watch.isOver(epochs.size());
  }

  /**
   * Whether the epoch ends with the step just taken.
   *
   * @param steps how many the epoch has
   * @param before how many the epochs before it had
   */
  boolean endsEpoch(int steps, long before) {
    double seconds = epochs.stream().mapToDouble(EpochRecord::seconds).sum();
    watch.stepped(before + tally.steps(), seconds + tally.seconds());
    return tally.steps() == steps || watch.stop().isPresent();
  }

  /** Ends an epoch; the next one begins. */
  void epochEnded(EpochRecord epoch, Supplier<Weights> weights) {
    epochs.add(epoch);
    tally = freshTally();
    watch.epochEnded(history());
    if (watch.keepsBest() && history().best() == epoch) {
      best = Optional.of(weights.get());
    }
  }

  /** The weights of the best epoch, where they are kept. */
  Optional<Weights> best() {
    return best;
  }

  /** Writes it down. */
  void save(Map<String, String> texts, Map<String, Tensor> tensors) {
    texts.put(SECONDS, Double.toString(secondsBefore + (System.nanoTime() - start) / 1e9));
    tally.save(texts, tensors);
    epochs.forEach(epoch -> texts.put(EPOCH + epoch.epoch(), text(epoch)));
    best.ifPresent(
        weights -> weights.values().forEach((name, value) -> tensors.put(BEST + name, value)));
  }

  /** Goes on from what was written down. */
  void restore(Checkpoint checkpoint) {
    secondsBefore = seconds(checkpoint);
    epochs.addAll(history(checkpoint).epochs());
    tally.restore(checkpoint);
    epochs.forEach(this::requireMeasured);
    Map<String, Tensor> kept = checkpoint.tensors(BEST);
    best = kept.isEmpty() ? Optional.empty() : Optional.of(Weights.of(kept));
    if (!epochs.isEmpty()) {
      watch.epochEnded(history());
    }
  }

  private void requireMeasured(EpochRecord epoch) {
    for (Metric metric : metrics) {
      if (!epoch.metrics().containsKey(metric.name())) {
        throw new IllegalArgumentException(
            "fit: the checkpoint's epochs measured "
                + epoch.metrics().keySet()
                + ", this fit measures "
                + metric.name()
                + " too; ask for the same metrics");
      }
    }
  }

  private EpochTally freshTally() {
    return new EpochTally(new Tallies(metrics, prediction));
  }

  /** How long a fit had taken when a checkpoint was made; 0 where it was made outside of one. */
  static double seconds(Checkpoint checkpoint) {
    return Double.parseDouble(checkpoint.texts().getOrDefault(SECONDS, "0"));
  }

  /** The epochs that a checkpoint knows of. */
  static History history(Checkpoint checkpoint) {
    List<EpochRecord> epochs = new ArrayList<>();
    while (checkpoint.texts().get(EPOCH + (epochs.size() + 1)) instanceof String text) {
      epochs.add(epoch(epochs.size() + 1, text));
    }
    return new History(epochs);
  }

  /** Numbers by name. Java writes as many digits as it takes to read the same number back. */
  private static String text(EpochRecord epoch) {
    StringJoiner text = new StringJoiner(" ");
    text.add("step=" + epoch.step());
    text.add("learning_rate=" + epoch.learningRate());
    text.add("examples=" + epoch.examples());
    text.add("seconds=" + epoch.seconds());
    epoch.metrics().forEach((name, value) -> text.add(encoded(name) + "=" + value));
    return text.toString();
  }

  /** A metric may be called what its maker likes: blanks and = part the text. */
  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private static EpochRecord epoch(int number, String text) {
    String[] values = text.split(" ");
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int i = FIXED_VALUES; i < values.length; i++) {
      String name = values[i].substring(0, values[i].indexOf('='));
      metrics.put(
          URLDecoder.decode(name, StandardCharsets.UTF_8), Double.valueOf(value(values[i])));
    }
    return new EpochRecord(
        number,
        Long.parseLong(value(values[0])),
        Double.parseDouble(value(values[1])),
        metrics,
        Long.parseLong(value(values[2])),
        Double.parseDouble(value(values[FIXED_VALUES - 1])));
  }

  private static String value(String named) {
    return named.substring(named.indexOf('=') + 1);
  }
}
