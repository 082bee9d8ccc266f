package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Fields;
import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.NearestMatch;
import dev.ranvier.catalog.Place;
import dev.ranvier.exec.Precision;
import dev.ranvier.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An experiment as written: a tree that can still be changed, before it becomes an {@link
 * Experiment}.
 *
 * @param name the preset's name or the file's, without its ending
 * @param tree what is written there
 */
public record ExperimentFile(String name, Map<String, Object> tree) {
  /**
   * A preset, or the experiment in a file.
   *
   * @throws IllegalArgumentException when there is neither of that name, or the file is no YAML
   */
  public static ExperimentFile load(String nameOrPath) {
    if (Presets.names().contains(nameOrPath)) {
      return new ExperimentFile(nameOrPath, mutable(Presets.tree(nameOrPath)));
    }
    Path path = Path.of(nameOrPath);
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          "experiment: there is no preset and no file '"
              + nameOrPath
              + "'; presets are "
              + String.join(", ", Presets.names())
              + NearestMatch.hint(nameOrPath, Presets.names()));
    }
    return read(path);
  }

  /** The experiment in a file. */
  public static ExperimentFile read(Path path) {
    Place place = Place.of(path.toString());
    try {
      String text = Files.readString(path);
      String file = path.getFileName().toString();
      Object tree = file.endsWith(".json") ? Json.read(text, place) : Yaml.read(text, place);
      if (!(tree instanceof Map<?, ?>)) {
        throw place.error("expected an experiment with the keys data and model");
      }
      return new ExperimentFile(file.replaceFirst("\\.[^.]*$", ""), mutable(tree));
    } catch (IOException e) {
      throw place.error("cannot be read (" + e + ")", e);
    }
  }

  /** Applies {@code path=value} as {@code --set} has it. */
  public void apply(String assignment) {
    Overrides.apply(tree, assignment);
  }

  /** Puts a value at a path, as an option of the command line asks. */
  public void set(String path, Object value, String option) {
    Overrides.set(tree, path, value, Place.of(option));
  }

  /** Changes the optimizer's learning rate, however the optimizer is written. */
  public void setLearningRate(double rate, String option) {
    Fields train = Fields.of(tree, Place.of("experiment")).fields("train");
    if (train.get("minimizer").isPresent()) {
      throw Place.of(option)
          .error("train.minimizer finds how far to go by itself; leave the learning rate out");
    }
    Catalog catalog = Catalog.standard();
    Optimizer optimizer =
        catalog.read(
            Optimizer.class, train.get("optimizer").orElse("adam"), train.place().key("optimizer"));
    Optimizer changed;
    try {
      changed = optimizer.withLearningRate(rate);
    } catch (IllegalArgumentException e) {
      throw Place.of(option).error(e.getMessage(), e);
    }
    set("train.optimizer", mutableValue(catalog.describe(changed)), option);
  }

  /** Writes down that a run computes in single precision where that was left open. */
  public void keepInSinglePrecision() {
    if (engine().precision() == Precision.AUTO) {
      set("precision", "fp32", "precision");
    }
  }

  /**
   * Writes down the sizes that are left to the data: {@code auto} in the layers becomes their
   * number of classes, targets or tokens.
   *
   * @throws dev.ranvier.data.DataException when the data that are asked cannot be read
   */
  public void keepSizesOfData() {
    Place place = Place.of("experiment");
    AutoSizes sizes =
        new AutoSizes(() -> DataSettings.of(Fields.of(tree, place).fields("data")).load(0).train());
    sizes.resolve(tree.get("model"), place.key("model"));
  }

  /** The experiment as records. */
  public Experiment experiment() {
    return Experiment.of(tree);
  }

  /** How it is computed, whatever else is written there. */
  public EngineSettings engine() {
    return EngineSettings.of(Fields.of(tree, Place.of("experiment")));
  }

  /** The experiment as YAML, to be run again. */
  public String text() {
    return Yaml.write(tree);
  }

  @SuppressWarnings("unchecked") // a map comes back as one with texts as keys
  private static Map<String, Object> mutable(Object tree) {
    return (Map<String, Object>) mutableValue(tree);
  }

  private static Object mutableValue(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, value) -> copy.put(String.valueOf(key), mutableValue(value)));
      return copy;
    }
    if (tree instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(mutableValue(element)));
      return copy;
    }
    return tree;
  }
}
