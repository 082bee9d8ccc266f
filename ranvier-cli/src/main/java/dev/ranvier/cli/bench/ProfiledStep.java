package dev.ranvier.cli.bench;

import dev.ranvier.cli.profile.ProfileTree;
import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Peaks;
import dev.ranvier.nn.Model;
import dev.ranvier.train.TrainingStep;
import java.util.Map;

/** Where the time of a workload's training step goes. */
final class ProfiledStep {
  private static final int STEPS = 100;

  private ProfiledStep() {}

  /** Takes steps until they are steady, then profiles the last of those that fill the rounds. */
  static Map<String, Object> of(Workload workload, Engine engine, Rounds rounds) {
    Model model = workload.model();
    Batch batch = workload.examples(workload.batch());
    TrainingStep step =
        new TrainingStep(
            engine, model, workload.loss(), workload.optimizer(), workload.batch(), model.seed());
    step.plan().record(STEPS);
    long[] number = {0};
    rounds.time(() -> step.run(batch, Measurement.LEARNING_RATE, ++number[0]));
    return ProfileTree.of(step.plan().profile(), Peaks.measure(engine), engine.workers().threads());
  }
}
