package dev.ranvier.train.stopping;

import dev.ranvier.setting.Settings;
import dev.ranvier.train.History;
import dev.ranvier.train.StoppingCriterion;
import java.util.List;
import java.util.Optional;

/**
 * Prechelt's criterion UP: stops when the validation error has increased in some strips of epochs
 * one after the other.
 *
 * <p>Formula: with strips of k epochs, stop after the first strip's end t with E(t − i·k) > E(t −
 * (i+1)·k) for i = 0 … s−1; how much it increased does not matter. The first strip is compared with
 * nothing. Source: Prechelt, "Early Stopping – But When?", 1998.
 *
 * @param strips s, at least 1
 * @param strip k, at least 1
 * @param metric the error's name in the history, a metric of which less is better
 */
public record SuccessiveIncreases(int strips, int strip, String metric)
    implements StoppingCriterion {
  /** Watches the validation loss in strips of 5 epochs. */
  public SuccessiveIncreases(int strips) {
    this(strips, TrainingProgress.STRIP, "validation_loss");
  }

  /** Checks the settings. */
  public SuccessiveIncreases {
    Settings.positive("successive-increases", "strips", strips);
    Settings.positive("successive-increases", "strip", strip);
  }

  /** The same criterion with strips of another length. */
  public SuccessiveIncreases withStrip(int other) {
    return new SuccessiveIncreases(strips, other, metric);
  }

  /** The same criterion watching another error. */
  public SuccessiveIncreases withMetric(String other) {
    return new SuccessiveIncreases(strips, strip, other);
  }

  @Override
  public List<String> watched() {
    return List.of(metric);
  }

  @Override
  public List<String> errors() {
    return watched();
  }

  @Override
  public Optional<String> afterEpoch(History history) {
    List<Double> errors = history.metric(metric);
    int count = errors.size();
    if (count % strip != 0 || count < strip * (strips + 1)) {
      return Optional.empty();
    }
    for (int i = 0; i < strips; i++) {
      int end = count - 1 - i * strip;
      if (!(errors.get(end) > errors.get(end - strip))) {
        return Optional.empty();
      }
    }
    return Optional.of(
        "%s has increased in %d %s of %d epochs one after the other"
            .formatted(metric, strips, strips == 1 ? "strip" : "strips", strip));
  }
}
