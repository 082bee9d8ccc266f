package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Fields;
import dev.ranvier.checkpoint.CheckpointFolder;
import dev.ranvier.train.CheckpointInterval;
import java.nio.file.Path;

/**
 * The part {@code train.checkpoint} of an experiment.
 *
 * @param interval when checkpoints are written
 * @param leastSeconds what lies between those of two epochs at least
 * @param keep how many of the last ones stay
 * @param keepBest whether that of the best epoch stays too
 */
public record CheckpointSettings(
    CheckpointInterval interval, double leastSeconds, int keep, boolean keepBest) {
  /** Where nothing is said, epochs of milliseconds leave one a second. */
  private static final double LEAST_SECONDS = 1;

  static CheckpointSettings of(Fields fields) {
    fields.allowing("every-epochs", "every-steps", "every-seconds", "keep", "keep-best");
    int epochs = fields.count("every-epochs", 0).orElse(0);
    int steps = fields.count("every-steps", 0).orElse(0);
    double seconds = fields.number("every-seconds").orElse(0.0);
    boolean chosen =
        fields.get("every-epochs").isPresent()
            || fields.get("every-steps").isPresent()
            || fields.get("every-seconds").isPresent();
    if (!(seconds >= 0)) {
      throw fields.place().key("every-seconds").error("must be at least 0, got " + seconds);
    }
    CheckpointFolder defaults = new CheckpointFolder(Path.of(""));
    return new CheckpointSettings(
        chosen ? new CheckpointInterval(epochs, steps, seconds) : new CheckpointInterval(),
        chosen ? 0 : LEAST_SECONDS,
        fields.count("keep", 1).orElse(defaults.keep()),
        fields.flag("keep-best").orElse(defaults.keepBest()));
  }

  /** A folder that keeps them so. */
  public CheckpointFolder in(Path path) {
    return new CheckpointFolder(path, keep, keepBest);
  }
}
