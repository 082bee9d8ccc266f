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

/**
 * Saves the model after each epoch, and remembers the best.
 *
 * <p>Where there are validation examples, {@code model/} is the model of the best epoch ({@link
 * History#best}), and {@code last/} that of the last epoch. Otherwise {@code model/} is that of the
 * last epoch.
 */
public final class ModelKeeper implements Listener {
  private final TrainedModel trained;
  private final Path folder;
  private final List<Metric> metrics;
  private final Map<String, Tensor> best = new LinkedHashMap<>();
  private final List<EpochRecord> epochs = new ArrayList<>();

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
    boolean validated = epoch.metrics().containsKey("validation_loss");
    if (validated) {
      ModelFile.save(folder.resolve(RunFolder.LAST), trained);
    }
    epochs.add(epoch);
    if (history().best().equals(epoch)) {
      ModelFile.save(folder.resolve(RunFolder.MODEL), trained);
      if (validated) {
        variables().forEach(each -> best.put(each.name(), each.value().copy()));
      }
    }
  }

  /** Whether an epoch is the best so far; none where nothing judges them. */
  boolean isBest(EpochRecord epoch) {
    return epoch.metrics().containsKey("validation_loss") && history().best().equals(epoch);
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
      Map<String, Tensor> own = new LinkedHashMap<>();
      variables().forEach(each -> own.put(each.name(), each.value().copy()));
      fill(best);
      ModelFile.save(folder.resolve(RunFolder.MODEL), trained);
      fill(own);
    }
  }

  /**
   * Gives the model the values it had when it was best.
   *
   * @return the epoch they are from
   */
  public EpochRecord restoreBest() {
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
