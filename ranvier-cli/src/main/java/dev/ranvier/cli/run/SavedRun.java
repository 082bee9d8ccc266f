package dev.ranvier.cli.run;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.ModelFile;
import dev.ranvier.catalog.Place;
import dev.ranvier.cli.experiment.ExperimentFile;
import dev.ranvier.infer.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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
    return new SavedRun(path, model, isModel ? runAround(path) : runAt(path));
  }

  /**
   * The runs and models in some folders; one that holds only models, such as a run's snapshots,
   * stands for all of them.
   *
   * @throws IllegalArgumentException when there is none in one of them
   */
  public static List<SavedRun> allAt(List<Path> paths) {
    List<SavedRun> all = new ArrayList<>();
    for (Path path : paths) {
      List<Path> inside = isAt(path) ? List.of() : modelsIn(path);
      inside.forEach(each -> all.add(at(each)));
      if (inside.isEmpty()) {
        all.add(at(path));
      }
    }
    return all;
  }

  /** The folders of models directly in a folder, by name. */
  private static List<Path> modelsIn(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(path)) {
      return inside
          .filter(each -> Files.isRegularFile(each.resolve(ModelFile.DESCRIPTION)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Place.of(path.toString()).error("cannot be read (" + e + ")", e);
    }
  }

  /** A run's model is in its folder, its snapshots one deeper. */
  private static Optional<Path> runAround(Path model) {
    return Stream.iterate(model.toAbsolutePath().normalize().getParent(), Path::getParent)
        .takeWhile(Objects::nonNull)
        .limit(2)
        .flatMap(folder -> runAt(folder).stream())
        .findFirst();
  }

  private static Optional<Path> runAt(Path folder) {
    return Files.isRegularFile(folder.resolve(RunFolder.EXPERIMENT))
        ? Optional.of(folder)
        : Optional.empty();
  }

  /** The model itself. */
  public TrainedModel load() {
    return ModelFile.load(model);
  }

  /** The experiment it came from. */
  public Optional<ExperimentFile> experiment() {
    return run.map(folder -> ExperimentFile.read(folder.resolve(RunFolder.EXPERIMENT)));
  }

  /**
   * What was measured when this model was trained; empty where that is not known. Of the run's best
   * model that is what the run ended with, of its last model and of a snapshot what was measured in
   * the epoch that ended with it, if one did.
   */
  public Map<?, ?> metrics() {
    Map<?, ?> whole = wholeRun();
    if (run.isEmpty() || whole.isEmpty()) {
      return Map.of();
    }
    Path inside = absolute(run.get()).relativize(absolute(model));
    if (inside.equals(Path.of(RunFolder.MODEL))) {
      return whole;
    }
    List<?> history = whole.get("history") instanceof List<?> list ? list : List.of();
    Optional<Map<?, ?>> epoch =
        history.stream()
            .<Map<?, ?>>map(each -> (Map<?, ?>) each)
            .filter(
                each ->
                    inside.equals(Path.of(RunFolder.LAST))
                        ? each == history.getLast()
                        : inside.endsWith("step-" + each.get("step")))
            .findFirst();
    Map<String, Object> measured = new LinkedHashMap<>();
    epoch.ifPresent(
        each -> {
          each.forEach((name, value) -> measured.put((String) name, value));
          measured.put("epochs", each.get("epoch"));
        });
    return measured;
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private Map<?, ?> wholeRun() {
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
