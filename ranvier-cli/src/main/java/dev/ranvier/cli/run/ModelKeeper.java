package dev.ranvier.cli.run;

import dev.ranvier.catalog.ModelFile;
import dev.ranvier.catalog.TrainedModel;
import dev.ranvier.graph.Variable;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.Listener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Saves the model after each epoch, and remembers the best.
 *
 * <p>Where there are validation examples, {@code model/} is the model of the epoch with the highest
 * validation accuracy (of equal ones that with the lowest validation loss, which also decides where
 * no accuracy is measured), and {@code last/} that of the last epoch. Otherwise {@code model/} is
 * that of the last epoch.
 */
public final class ModelKeeper implements Listener {
  private final TrainedModel trained;
  private final Path folder;
  private final Map<Variable, Tensor> best = new LinkedHashMap<>();
  private Optional<EpochRecord> bestEpoch = Optional.empty();

  /** Keeps a model in a run's folder. */
  public ModelKeeper(TrainedModel trained, Path folder) {
    this.trained = trained;
    this.folder = folder;
  }

  @Override
  public void epochEnded(EpochRecord epoch) {
    boolean validated = epoch.metrics().containsKey("validation_loss");
    if (validated) {
      ModelFile.save(folder.resolve(RunFolder.LAST), trained);
    }
    if (!validated || bestEpoch.isEmpty() || isBetter(epoch, bestEpoch.get())) {
      ModelFile.save(folder.resolve(RunFolder.MODEL), trained);
      bestEpoch = Optional.of(epoch);
      if (validated) {
        trained
            .model()
            .variables()
            .forEach(variable -> best.put(variable, variable.value().copy()));
      }
    }
  }

  /**
   * Gives the model the values it had when it was best.
   *
   * @return the epoch they are from
   */
  public EpochRecord restoreBest() {
    best.forEach((variable, value) -> variable.value().copyFrom(value));
    return bestEpoch.orElseThrow();
  }

  private static boolean isBetter(EpochRecord epoch, EpochRecord other) {
    double accuracy = epoch.metrics().getOrDefault("validation_accuracy", 0.0);
    double otherAccuracy = other.metrics().getOrDefault("validation_accuracy", 0.0);
    return accuracy > otherAccuracy
        || accuracy == otherAccuracy
            && epoch.metrics().get("validation_loss") < other.metrics().get("validation_loss");
  }
}
