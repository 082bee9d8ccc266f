package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Fields;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.ConstantRate;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Schedule;

/**
 * The part {@code train} of an experiment.
 *
 * @param epochs how many times to go through the training examples
 * @param batch the examples of a step
 * @param optimizer how gradients change parameters
 * @param schedule how the learning rate changes
 * @param checkpoints when and how many checkpoints are kept
 */
public record TrainSettings(
    int epochs, int batch, Optimizer optimizer, Schedule schedule, CheckpointSettings checkpoints) {
  private static final int EPOCHS = 10;
  private static final int BATCH = 64;

  static TrainSettings of(Fields fields) {
    fields.allowing("epochs", "batch", "optimizer", "schedule", "checkpoint");
    Optimizer optimizer =
        fields
            .get("optimizer")
            .map(
                tree ->
                    Catalog.standard().read(Optimizer.class, tree, fields.place().key("optimizer")))
            .orElseGet(Adam::new);
    Schedule schedule =
        fields
            .get("schedule")
            .map(
                tree ->
                    Catalog.standard().read(Schedule.class, tree, fields.place().key("schedule")))
            .orElseGet(ConstantRate::new);
    return new TrainSettings(
        fields.count("epochs", 1).orElse(EPOCHS),
        fields.count("batch", 1).orElse(BATCH),
        optimizer,
        schedule,
        CheckpointSettings.of(fields.fields("checkpoint")));
  }
}
