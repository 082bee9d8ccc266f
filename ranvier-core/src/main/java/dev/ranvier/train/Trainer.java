package dev.ranvier.train;

import dev.ranvier.data.Batch;
import dev.ranvier.data.Batches;
import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Schedule;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Trains a model.
 *
 * <pre>{@code
 * Trainer trainer = new Trainer(model, new SoftmaxCrossEntropy(), new Adam());
 * History history = trainer.fit(training, new Fit(5).withBatch(64).withValidation(validation));
 * Evaluation result = trainer.evaluate(test);
 * Tensor classes = trainer.predict(images);
 * }</pre>
 *
 * <p>The optimizer's state lives in the trainer: a second call of {@code fit} goes on where the
 * first ended. The training step is compiled once for each batch size that occurs. To be used by
 * one thread.
 */
public final class Trainer {
  private final Model model;
  private final Loss loss;
  private final Optimizer optimizer;
  private final Engine engine;
  private final TrainingState state;
  private final Predictor predictor;
  private final Map<Integer, TrainingStep> steps = new HashMap<>();
  private Batching lastBatching = new Batching(32);

  /** Trains on the standard engine. */
  public Trainer(Model model, Loss loss, Optimizer optimizer) {
    this(model, loss, optimizer, Engines.standard());
  }

  /** Trains on a given engine. */
  public Trainer(Model model, Loss loss, Optimizer optimizer, Engine engine) {
    this.model = model;
    this.loss = loss;
    this.optimizer = optimizer;
    this.engine = engine;
    this.state = new TrainingState(model, optimizer);
    this.predictor = new Predictor(model, engine);
  }

  /**
   * Trains for some epochs.
   *
   * @throws IllegalArgumentException when the examples do not fit the model or the loss
   * @throws DivergenceException when the loss is no longer a number
   */
  public History fit(Dataset training, Fit fit) {
    requireFitting(training);
    fit.validation().ifPresent(this::requireFitting);
    lastBatching = fit.batching();
    List<Metric> metrics = metrics(fit.metrics(), training);
    List<EpochRecord> epochs = new ArrayList<>();
    try (Batches batches = Batches.prefetched(training, fit.batching())) {
      Listener.Progress progress =
          new Listener.Progress(fit.epochs(), batches.steps(), training.size());
      fit.listeners().forEach(listener -> listener.started(progress));
      // While another thread reads the first batches.
      steps.computeIfAbsent(Math.min(fit.batching().size(), training.size()), this::compile);
      for (int epoch = 1; epoch <= fit.epochs(); epoch++) {
        EpochRecord record = epoch(epoch, batches, fit, metrics, epochs);
        epochs.add(record);
        fit.listeners().forEach(listener -> listener.epochEnded(record));
      }
    }
    return new History(epochs);
  }

  /** Measures the model with the batch size and normalizer of the last fit. */
  public Evaluation evaluate(Dataset data) {
    return evaluate(data, lastBatching);
  }

  /** Measures the model; of the batching, only size and normalizer count. */
  public Evaluation evaluate(Dataset data, Batching batching) {
    requireFitting(data);
    List<Metric> metrics = metrics(List.of(), data);
    return withEvaluationWeights(() -> predictor.evaluate(data, batching, loss, metrics));
  }

  /**
   * Does something, such as saving the model, while the model holds the weights to evaluate with:
   * those an optimizer averages ({@link Optimizer#evaluated}), or else its own.
   */
  public <T> T withEvaluationWeights(Supplier<T> task) {
    return state.withEvaluationWeights(task);
  }

  /** What the model gives for a batch of inputs [batch, …], which must be normalized already. */
  public Tensor predict(Tensor inputs) {
    return withEvaluationWeights(() -> predictor.predict(inputs));
  }

  /** The compiled training step for batches of a size: its memory, its kernels, their timings. */
  public Plan plan(int batch) {
    return steps.computeIfAbsent(batch, this::compile).plan();
  }

  private EpochRecord epoch(
      int epoch, Batches batches, Fit fit, List<Metric> metrics, List<EpochRecord> finished) {
    long start = System.nanoTime();
    Map<String, Metric.Tally> tallies = new LinkedHashMap<>();
    metrics.forEach(metric -> tallies.put(metric.name(), metric.start()));
    List<Map<String, Double>> measured = finished.stream().map(EpochRecord::metrics).toList();
    double rate = optimizer.learningRate();
    long before = (long) (epoch - 1) * batches.steps();
    double lossSum = 0;
    long examples = 0;
    for (int i = 1; i <= batches.steps(); i++) {
      Batch batch = batches.next();
      TrainingStep step = steps.computeIfAbsent(batch.size(), this::compile);
      Schedule.Moment moment =
          new Schedule.Moment(before + i - 1, batches.steps(), fit.epochs()).withMeasured(measured);
      rate = fit.schedule().rate(optimizer.learningRate(), moment);
      double batchLoss = step.run(batch, rate, fit.schedule().momentum(moment), state.step() + 1);
      state.stepTaken();
      StepRecord record = new StepRecord(epoch, i, state.step(), batchLoss, rate);
      if (!Double.isFinite(batchLoss)) {
        throw new DivergenceException(record);
      }
      lossSum += batchLoss * batch.size();
      examples += batch.size();
      tallies.values().forEach(tally -> tally.add(step.predictions(), batch.targets()));
      fit.listeners().forEach(listener -> listener.stepped(record));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", lossSum / examples);
    tallies.forEach((name, tally) -> values.put(name, tally.value()));
    fit.validation()
        .map(
            data ->
                withEvaluationWeights(
                    () -> predictor.evaluate(data, fit.batching(), loss, metrics)))
        .ifPresent(
            result ->
                result.metrics().forEach((name, value) -> values.put("validation_" + name, value)));
    return new EpochRecord(epoch, state.step(), rate, values, examples, seconds);
  }

  private TrainingStep compile(int batch) {
    return new TrainingStep(engine, model, loss, state, batch, model.seed());
  }

  private static List<Metric> metrics(List<Metric> chosen, Dataset data) {
    return chosen.isEmpty() && data.classCount() > 0 ? List.of(new Accuracy()) : chosen;
  }

  private void requireFitting(Dataset data) {
    if (!data.inputType().equals(model.input())) {
      throw new IllegalArgumentException(
          "train: the model takes inputs of "
              + model.input()
              + ", the examples are "
              + data.inputType()
              + "; build the model for them or put a flatten layer first");
    }
    TensorType output = model.trace(1, false).output().type();
    TensorType expected = loss.targetType(output);
    TensorType given =
        new TensorType(data.targetType().dtype(), data.targetType().shape().insert(0, 1));
    if (!given.equals(expected)) {
      throw new IllegalArgumentException(
          loss.name()
              + ": needs targets of "
              + expected
              + " for outputs of "
              + output
              + ", the examples have "
              + given
              + " (a batch of one); choose another loss or another last layer");
    }
    if (data.classCount() > 0 && output.shape().size(-1) != data.classCount()) {
      throw new IllegalArgumentException(
          "train: the examples have "
              + data.classCount()
              + " classes, the model has "
              + output.shape().size(-1)
              + " outputs; give its last layer one unit a class");
    }
  }
}
