package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Fields;
import dev.ranvier.catalog.Place;
import dev.ranvier.minimize.Minimizer;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Schedule;
import dev.ranvier.train.Limits;
import dev.ranvier.train.StoppingCriterion;
import dev.ranvier.train.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part {@code train} of an experiment.
 *
 * @param limits how many times to go through the training examples, and what ends that earlier
 * @param batch the examples of a step
 * @param method how parameters change
 * @param metrics what is measured beside the loss; none for what is usual
 * @param checkpoints when and how many checkpoints are kept
 */
public record TrainSettings(
    Limits limits, int batch, Method method, List<Metric> metrics, CheckpointSettings checkpoints) {
  private static final int EPOCHS = 10;
  private static final int BATCH = 64;

  static TrainSettings of(Fields fields) {
    fields.allowing(
        "epochs", "batch", "optimizer", "schedule", "minimizer", "stop", "metrics", "checkpoint");
    Place place = fields.place();
    return new TrainSettings(
        new Limits(
            fields.count("epochs", 1).orElse(EPOCHS),
            several(StoppingCriterion.class, fields.get("stop"), place.key("stop"))),
        fields.count("batch", 1).orElse(BATCH),
        Method.of(fields),
        several(Metric.class, fields.get("metrics"), place.key("metrics")),
        CheckpointSettings.of(fields.fields("checkpoint")));
  }

  /** The metrics that a tree describes, a list of them or a single one. */
  public static List<Metric> metrics(Object tree, Place place) {
    return several(Metric.class, Optional.of(tree), place);
  }

  /** How many times to go through the training examples at most. */
  public int epochs() {
    return limits.epochs();
  }

  /** How gradients change parameters. */
  public Optimizer optimizer() {
    return method.optimizer();
  }

  /** How the learning rate changes. */
  public Schedule schedule() {
    return method.schedule();
  }

  /** What trains on all examples at once instead; empty where an optimizer trains. */
  public Optional<Minimizer> minimizer() {
    return method.minimizer();
  }

  private static <T> List<T> several(Class<T> role, Optional<Object> tree, Place place) {
    if (tree.isEmpty()) {
      return List.of();
    }
    if (!(tree.get() instanceof List<?> list)) {
      return List.of(Catalog.standard().read(role, tree.get(), place));
    }
    List<T> several = new ArrayList<>();
    for (Object each : list) {
      several.add(Catalog.standard().read(role, each, place.index(several.size())));
    }
    return several;
  }
}
