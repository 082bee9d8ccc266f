package dev.ranvier.cli.run;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.TrainedModel;
import dev.ranvier.cli.experiment.DataSettings;
import dev.ranvier.cli.experiment.Experiment;
import dev.ranvier.data.Batching;
import dev.ranvier.exec.Engine;
import dev.ranvier.minimize.Minimizer;
import dev.ranvier.nn.Model;
import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.Evaluation;
import dev.ranvier.train.Fit;
import dev.ranvier.train.FullBatchTrainer;
import dev.ranvier.train.History;
import dev.ranvier.train.Metric;
import dev.ranvier.train.Predictor;
import java.util.List;
import java.util.Map;

/**
 * A training run by a minimizer: as {@link Training}, without checkpoints, as methods that look at
 * curvature remember too much.
 *
 * @param experiment what to do; it names a minimizer
 * @param folder where to keep it
 * @param display who shows people how it goes
 */
public record FullBatchTraining(Experiment experiment, RunFolder folder, ProgressDisplay display) {
  /**
   * Trains, measures, and writes all files of the folder.
   *
   * @return what {@code metrics.json} holds
   * @throws IllegalArgumentException when the experiment's parts do not fit each other
   * @throws dev.ranvier.train.DivergenceException when the loss is not a number
   */
  public Map<String, Object> run() {
    Minimizer minimizer = experiment.train().minimizer().orElseThrow();
    DataSettings.Loaded data = experiment.data().load(experiment.seed());
    Model model = new Model(data.train().inputType(), experiment.layer(), experiment.seed());
    Batching batching = experiment.batching(data.normalizer());
    TrainedModel trained =
        new TrainedModel(
            model,
            experiment.loss(),
            data.normalizer(),
            data.train().classNames(),
            data.train().targetColumns());
    List<Metric> metrics = experiment.train().metrics();
    metrics = metrics.isEmpty() ? Metric.standard(data.train(), experiment.loss()) : metrics;
    ModelKeeper keeper = new ModelKeeper(trained, folder.path(), metrics);
    Engine engine = experiment.engine().engine();
    FullBatchTrainer trainer = new FullBatchTrainer(model, experiment.loss(), minimizer, engine);
    try (EventLog events = new EventLog(folder, model.parameterCount())) {
      Fit fit =
          new Fit(
              experiment.train().limits(),
              batching,
              data.validation(),
              metrics,
              List.of(events, display, keeper),
              experiment.train().schedule());
      long start = System.nanoTime();
      History history;
      try {
        history = trainer.fit(data.train(), fit);
      } catch (RuntimeException e) {
        events.failed(e.getMessage());
        throw e;
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      EpochRecord best = keeper.restoreBest();
      Evaluation test =
          new Predictor(model, engine).evaluate(data.test(), batching, experiment.loss(), metrics);
      Map<String, Object> outcome =
          Outcome.run(history, best, test, new Outcome.Where(folder.path(), model, seconds));
      folder.write(RunFolder.METRICS, Json.pretty(outcome));
      events.finished(outcome);
      return outcome;
    }
  }
}
