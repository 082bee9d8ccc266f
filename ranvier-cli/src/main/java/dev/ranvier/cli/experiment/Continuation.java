package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Fields;
import dev.ranvier.catalog.Place;
import dev.ranvier.nn.layer.Sequential;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Whether a run can go on as an experiment that may have been changed. */
public final class Continuation {
  private Continuation() {}

  /**
   * Checks that two experiments compute the same, however they are written. How long, from which
   * folder, with how many threads and checkpoints may differ.
   *
   * @param run the run's folder, for the message
   * @param saved the run's experiment
   * @throws IllegalArgumentException naming all that differs and must not
   */
  public static void require(Path run, ExperimentFile saved, ExperimentFile wanted) {
    Map<String, String> then = settings(saved);
    Map<String, String> now = settings(wanted);
    Set<String> all = new LinkedHashSet<>(then.keySet());
    all.addAll(now.keySet());
    StringJoiner differences = new StringJoiner("; ");
    for (String path : all) {
      String before = then.getOrDefault(path, "not there");
      String after = now.getOrDefault(path, "not there");
      if (!before.equals(after)) {
        differences.add(path + " was " + before + ", is " + after);
      }
    }
    if (differences.length() > 0) {
      throw new IllegalArgumentException(
          "--resume: '"
              + run
              + "' is a run of another experiment: "
              + differences
              + "; leave that as it was, or train anew with --out;"
              + " --epochs, --data and --threads may change, and --set train.checkpoint and train.stop");
    }
  }

  /** All that must stay, written out in full, by its place. */
  private static Map<String, String> settings(ExperimentFile file) {
    Catalog catalog = Catalog.standard();
    Experiment experiment = file.experiment();
    Fields data = Fields.of(file.tree(), Place.of("experiment")).fields("data");
    Map<String, String> settings = new LinkedHashMap<>();
    add("data.source", catalog.describe(experiment.data().source()), settings);
    add("data.train", DataSettings.show(experiment.data().counts().train()), settings);
    add("data.validation", DataSettings.show(experiment.data().counts().validation()), settings);
    add("data.test", DataSettings.show(experiment.data().counts().test()), settings);
    add("data.normalize", data.get("normalize").orElse(null), settings);
    add("data.targets", data.get("targets").orElse(null), settings);
    add(
        "data.augment",
        experiment.data().augmentations().stream().map(catalog::describe).toList(),
        settings);
    add("data.weights", data.get("weights").orElse(null), settings);
    if (experiment.layer() instanceof Sequential network) {
      add("model.layers", network.layers().stream().map(catalog::describe).toList(), settings);
    } else {
      add("model", catalog.describe(experiment.layer()), settings);
    }
    add("loss", catalog.describe(experiment.loss()), settings);
    add("train.batch", experiment.train().batch(), settings);
    add("train.optimizer", catalog.describe(experiment.train().optimizer()), settings);
    experiment
        .train()
        .minimizer()
        .ifPresent(each -> add("train.minimizer", catalog.describe(each), settings));
    add("train.schedule", catalog.describe(experiment.train().schedule()), settings);
    add(
        "train.metrics",
        experiment.train().metrics().stream().map(catalog::describe).toList(),
        settings);
    add("precision", experiment.engine().precision(), settings);
    add("recompute", experiment.engine().recompute(), settings);
    add("seed", experiment.seed(), settings);
    return settings;
  }

  /** Adds the values at the ends of a tree, by their places. */
  private static void add(String place, Object tree, Map<String, String> settings) {
    if (tree instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach((key, value) -> add(place + "." + key, value, settings));
    } else if (tree instanceof List<?> list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) {
        add(place + "[" + i + "]", list.get(i), settings);
      }
    } else if (tree != null) {
      settings.put(place, String.valueOf(tree));
    }
  }
}
