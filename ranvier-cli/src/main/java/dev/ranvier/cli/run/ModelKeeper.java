package dev.ranvier.cli.run;

import dev.ranvier.catalog.ModelFile;
import dev.ranvier.graph.Variable;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.History;
import dev.ranvier.train.Listener;
import dev.ranvier.train.metric.Metric;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Saves the model after each epoch, and remembers the best.
 *
 * <p>Where there are validation examples, {@code model/} is the model of the best epoch ({@link
 * History#best}), and {@code last/} that of the last epoch. Otherwise {@code model/} is that of the
 * last epoch. Epochs that follow each other within a second do not write each time: {@link #flush}
 * writes what is missing.
 */
public final class ModelKeeper implements Listener {
  private static final long LEAST_NANOSECONDS = 1_000_000_000;

  private final TrainedModel trained;
  private final Path folder;
  private final List<Metric> metrics;
  private final Map<String, Tensor> best = new LinkedHashMap<>();
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final Map<String, Tensor> unsaved = new LinkedHashMap<>();
  private boolean bestIsUnsaved;
  private long savedAt;

  /**
   * Keeps a model in a run's folder.
   *
   * @param metrics what is measured, the first being what models are judged by
   */
  public ModelKeeper(TrainedModel trained, Path folder, List<Metric> metrics) {
    this.trained = trained;
    this.folder = folder;
    this.metrics = metrics;
  }

  @Override
  public void epochEnded(EpochRecord epoch) {
    epochs.add(epoch);
    boolean isBest = isBest(epoch);
    if (isBest) {
      keep(best);
    }
    if (savedAt != 0 && System.nanoTime() - savedAt < LEAST_NANOSECONDS) {
      keep(unsaved);
      bestIsUnsaved |= isBest;
      return;
    }
    save(isValidated(epoch) ? RunFolder.LAST : RunFolder.MODEL);
    if (isBest) {
      save(RunFolder.MODEL);
    } else if (bestIsUnsaved) {
      saveAs(RunFolder.MODEL, best);
    }
    saved();
  }

  /** Writes the models that are not yet on the disk as they are now. */
  void flush() {
    if (unsaved.isEmpty()) {
      return;
    }
    saveAs(isValidated(epochs.getLast()) ? RunFolder.LAST : RunFolder.MODEL, unsaved);
    if (bestIsUnsaved) {
      saveAs(RunFolder.MODEL, best);
    }
    saved();
  }

  private void saved() {
    unsaved.clear();
    bestIsUnsaved = false;
    savedAt = System.nanoTime();
  }

  private void save(String name) {
    ModelFile.save(folder.resolve(name), trained);
  }

  /** Saves the model with other values than it has now. */
  private void saveAs(String name, Map<String, Tensor> values) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    keep(own);
    fill(values);
    save(name);
    fill(own);
  }

  private static boolean isValidated(EpochRecord epoch) {
    return epoch.metrics().containsKey("validation_loss");
  }

  /** Trains; however that ends, all that is to be kept is on the disk. */
  History during(Supplier<History> fit) {
    History history;
    try {
      history = fit.get();
    } catch (RuntimeException e) {
      try {
        flush();
      } catch (RuntimeException another) {
        e.addSuppressed(another); // often for the same reason, such as a full disk
      }
      throw e;
    }
    flush();
    return history;
  }

  private void keep(Map<String, Tensor> values) {
    variables().forEach(each -> values.put(each.name(), each.value().copy()));
  }

  /** Whether an epoch is the best so far; none where nothing judges them. */
  boolean isBest(EpochRecord epoch) {
    return isValidated(epoch) && history().best().equals(epoch);
  }

  /** The values the model had when it was best, to be kept in checkpoints. */
  public Map<String, Tensor> best() {
    return best;
  }

  /**
   * Goes on where a run was interrupted.
   *
   * @param history the epochs that are over
   * @param values what {@link #best} gave after them
   */
  public void restore(History history, Map<String, Tensor> values) {
    epochs.addAll(history.epochs());
    values.forEach((name, value) -> best.put(name, value.copy()));
    if (!best.isEmpty()) {
      // The run may have got further, to a model that is yet to be made again.
      saveAs(RunFolder.MODEL, best);
    }
  }

  /**
   * Gives the model the values it had when it was best.
   *
   * @return the epoch they are from
   */
  public EpochRecord restoreBest() {
    flush();
    if (!best.isEmpty()) {
      fill(best);
    }
    return history().best();
  }

  private void fill(Map<String, Tensor> values) {
    variables().forEach(each -> each.value().copyFrom(values.get(each.name())));
  }

  private History history() {
    return new History(epochs, metrics, Optional.empty());
  }

  private List<Variable> variables() {
    return trained.model().variables();
  }
}
