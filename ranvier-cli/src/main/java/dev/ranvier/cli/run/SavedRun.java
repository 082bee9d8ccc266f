package dev.ranvier.cli.run;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.ModelFile;
import dev.ranvier.catalog.Place;
import dev.ranvier.catalog.TrainedModel;
import dev.ranvier.cli.experiment.ExperimentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A trained model on disk, with the run it came from where that is known.
 *
 * @param path as it was named
 * @param model the model's folder
 * @param run the run's folder
 */
public record SavedRun(Path path, Path model, Optional<Path> run) {
  /** Whether a folder holds a run or a model. */
  public static boolean isAt(Path path) {
    return Files.isRegularFile(path.resolve(ModelFile.DESCRIPTION))
        || Files.isRegularFile(path.resolve(RunFolder.MODEL).resolve(ModelFile.DESCRIPTION));
  }

  /**
   * The run or model in a folder; a model inside a run's folder belongs to the run.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static SavedRun at(Path path) {
    if (!isAt(path)) {
      throw new IllegalArgumentException(
          "'"
              + path
              + "' "
              + (Files.exists(path) ? "holds no trained model" : "does not exist")
              + "; name the folder of a run (runs/...) or of a model");
    }
    boolean isModel = Files.isRegularFile(path.resolve(ModelFile.DESCRIPTION));
    Path model = isModel ? path : path.resolve(RunFolder.MODEL);
    Path run = isModel ? path.toAbsolutePath().normalize().getParent() : path;
    boolean known = run != null && Files.isRegularFile(run.resolve(RunFolder.EXPERIMENT));
    return new SavedRun(path, model, known ? Optional.of(run) : Optional.empty());
  }

  /** The model itself. */
  public TrainedModel load() {
    return ModelFile.load(model);
  }

  /** The experiment it came from. */
  public Optional<ExperimentFile> experiment() {
    return run.map(folder -> ExperimentFile.read(folder.resolve(RunFolder.EXPERIMENT)));
  }

  /** What was measured when it was trained; empty where that is not known. */
  public Map<?, ?> metrics() {
    Optional<Path> file =
        run.map(folder -> folder.resolve(RunFolder.METRICS)).filter(Files::isRegularFile);
    if (file.isEmpty()) {
      return Map.of();
    }
    Place place = Place.of(file.get().toString());
    try {
      if (Json.read(Files.readString(file.get()), place) instanceof Map<?, ?> map) {
        return map;
      }
      throw place.error("expected keys and values");
    } catch (IOException e) {
      throw place.error("cannot be read (" + e + ")", e);
    }
  }
}
