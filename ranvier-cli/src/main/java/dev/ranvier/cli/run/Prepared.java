package dev.ranvier.cli.run;

import dev.ranvier.catalog.Json;
import dev.ranvier.cli.experiment.DataSettings;
import dev.ranvier.cli.experiment.Experiment;
import dev.ranvier.data.Batching;
import dev.ranvier.exec.Engine;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.nn.Model;
import dev.ranvier.train.Fit;
import dev.ranvier.train.Listener;
import dev.ranvier.train.Predictor;
import dev.ranvier.train.metric.Evaluation;
import dev.ranvier.train.metric.Metric;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every training run begins and ends with, whatever trains: data and a fresh model, and the
 * files of the run's folder.
 *
 * @param experiment what to do
 * @param folder where to keep it
 * @param data the examples
 * @param trained the model, with what is needed to use it
 * @param metrics what is measured beside the loss
 * @param keeper keeps the best model in the folder
 */
record Prepared(
    Experiment experiment,
    RunFolder folder,
    DataSettings.Loaded data,
    TrainedModel trained,
    List<Metric> metrics,
    ModelKeeper keeper) {
  static Prepared of(Experiment experiment, RunFolder folder) {
    DataSettings.Loaded data = experiment.data().load(experiment.seed());
    Model model = new Model(data.train().inputType(), experiment.layer(), experiment.seed());
    TrainedModel trained =
        new TrainedModel(
            model,
            experiment.loss(),
            data.normalizer(),
            data.train().classNames(),
            data.train().targetColumns(),
            data.train().schema());
    List<Metric> chosen = experiment.train().metrics();
    List<Metric> metrics =
        chosen.isEmpty() ? Metric.standard(data.train(), experiment.loss()) : chosen;
    ModelKeeper keeper = new ModelKeeper(trained, folder.path(), metrics);
    return new Prepared(experiment, folder, data, trained, metrics, keeper);
  }

  Model model() {
    return trained.model();
  }

  Batching batching() {
    return experiment.batching(data.normalizer());
  }

  /** What the experiment says of training, watched by these. */
  Fit fit(Listener... listeners) {
    return new Fit(
        experiment.train().limits(),
        batching(),
        data.validation(),
        metrics,
        List.of(listeners),
        experiment.train().schedule());
  }

  /** Measures the model as it is on the test examples, if there are any. */
  Optional<Evaluation> test(Engine engine) {
    Predictor predictor = new Predictor(model(), engine);
    return data.test()
        .map(test -> predictor.evaluate(test, batching(), experiment.loss(), metrics));
  }

  /** Writes down how a run ended. */
  void finish(Map<String, Object> outcome, EventLog events) {
    folder.write(RunFolder.METRICS, Json.pretty(outcome));
    events.finished(outcome);
  }
}
