package dev.ranvier.cli.run;

import dev.ranvier.cli.experiment.Experiment;
import dev.ranvier.exec.Engine;
import dev.ranvier.nn.Model;
import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.Fit;
import dev.ranvier.train.FullBatchTrainer;
import dev.ranvier.train.History;
import java.util.Map;

/**
 * A training run by a minimizer: as {@link Training}, without checkpoints, as methods that look at
 * curvature remember too much.
 *
 * @param experiment what to do; it names a minimizer
 * @param folder where to keep it
 * @param display who shows people how it goes
 * @param interruption what may end it early
 */
public record FullBatchTraining(
    Experiment experiment, RunFolder folder, ProgressDisplay display, Interruption interruption) {
  /**
   * Trains, measures, and writes all files of the folder.
   *
   * @return what {@code metrics.json} holds
   * @throws IllegalArgumentException when the experiment's parts do not fit each other
   * @throws dev.ranvier.train.DivergenceException when the loss is not a number
   * @throws InterruptedRunException when a signal ended it
   */
  public Map<String, Object> run() {
    Prepared run = Prepared.of(experiment, folder);
    Model model = run.model();
    Engine engine = experiment.engine().engine();
    FullBatchTrainer trainer =
        new FullBatchTrainer(
            model, experiment.loss(), experiment.train().minimizer().orElseThrow(), engine);
    try (EventLog events = new EventLog(folder, model.parameterCount())) {
      display.mark(run.keeper()::isBest);
      Fit fit = run.fit(events, run.keeper(), interruption.around(display));
      long start = System.nanoTime();
      History history =
          events.during(() -> run.keeper().during(() -> trainer.fit(run.data().train(), fit)));
      interruption.trained();
      double seconds = (System.nanoTime() - start) / 1e9;
      EpochRecord best = run.keeper().restoreBest();
      Map<String, Object> outcome =
          Outcome.run(
              history, best, run.test(engine), new Outcome.Where(folder.path(), model, seconds));
      run.finish(outcome, events);
      return outcome;
    }
  }
}
