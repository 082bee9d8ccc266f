package dev.ranvier.train;

import dev.ranvier.checkpoint.Checkpoint;
import dev.ranvier.data.Batch;
import dev.ranvier.data.Batches;
import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.TableSchema;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.infer.InferenceSession;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Schedule;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.train.metric.Evaluation;
import dev.ranvier.train.metric.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Trains a model.
 *
 * <pre>{@code
 * Trainer trainer = new Trainer(model, new SoftmaxCrossEntropy(), new Adam());
 * History history = trainer.fit(training, new Fit(5).withBatch(64).withValidation(validation));
 * Evaluation result = trainer.evaluate(test);
 * Tensor probabilities = trainer.predict(images);
 * ModelFile.save(Path.of("model"), trainer.trained());
 * }</pre>
 *
 * <p>With stopping criteria the model ends with the weights of its best epoch ({@link
 * History#best}), those that it was evaluated with. The optimizer's state lives in the trainer: a
 * second call of {@code fit} goes on where the first ended. A {@link #checkpoint} takes all of it
 * to another process. The training step is compiled once for each batch size that occurs; the eight
 * used last are kept. To be used by one thread.
 */
public final class Trainer {
  private final Model model;
  private final Loss loss;
  private final Optimizer optimizer;
  private final Engine engine;
  private final TrainingState state;
  private final Predictor predictor;
  private final RecentPlans<BatchForm, TrainingStep> steps = new RecentPlans<>();
  private Batching lastBatching = new Batching(32);
  private Optional<Dataset> lastTraining = Optional.empty();
  private Optional<InferenceSession> session = Optional.empty();
  private FitProgress progress =
      new FitProgress(List.of(), outputs -> outputs, new Watch(new Limits(1)));
  private Supplier<Map<String, String>> conditions = Map::of;
  private boolean fitting;
  private Optional<Checkpoint> restored = Optional.empty();

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
    this.state = new TrainingState(model, optimizer, engine);
    this.predictor = new Predictor(model, engine);
  }

  /**
   * Trains for some epochs.
   *
   * @throws IllegalArgumentException when the examples do not fit the model or the loss
   * @throws DivergenceException when the loss, a weight or the optimizer's state of one is no
   *     longer finite; weights are looked at after each epoch and before each checkpoint
   * @throws dev.ranvier.data.DataException when an example holds a number that is not finite
   */
  public History fit(Dataset training, Fit fit) {
    Suitability.require(model, loss, training);
    Suitability.warnOfTwice(model, loss);
    fit.validation().ifPresent(data -> Suitability.require(model, loss, data));
    lastBatching = fit.batching();
    lastTraining = Optional.of(training);
    session = Optional.empty();
    begin(training, fit);
    fitting = true;
    try (FitBatches batches = new FitBatches(training, fit.batching(), fit.schedule())) {
      int epoch = progress.epochs();
      // A schedule that does not fit the run says so before anything starts.
      rates(fit).at(new Schedule.Moment(0, batches.firstSteps(), fit.epochs()));
      batches.from(epoch, progress.tally().steps());
      Listener.Progress size =
          new Listener.Progress(fit.epochs(), batches.steps(epoch), training.size());
      fit.listeners().forEach(listener -> listener.started(size));
      // While another thread reads the first batches.
      BatchForm first = new BatchForm(batches.size(epoch), training.weighted());
      steps.get(first, this::compile);
      while (!progress.isOver()) {
        EpochRecord record = epoch(batches, fit);
        progress.epochEnded(record, () -> withEvaluationWeights(() -> Weights.of(model)));
        fit.listeners().forEach(listener -> listener.epochEnded(record));
      }
    } finally {
      fitting = false;
    }
    progress.best().ifPresent(state::finishWith);
    return progress.history();
  }

  /** The epochs of the fit under way or the last one; after {@link #restore}, the checkpoint's. */
  public History history() {
    return restored.map(FitProgress::history).orElseGet(progress::history);
  }

  /**
   * The loss and the metrics over the epoch under way so far, for listeners; they are computed at
   * each call, in single steps costly for some metrics.
   */
  public Map<String, Double> running() {
    return progress.tally().steps() == 0 ? Map.of() : progress.tally().values();
  }

  /**
   * All that training needs to go on from here, in a listener also from within an epoch. It holds
   * the trainer's own tensors: it is to be written before the next step.
   */
  public Checkpoint checkpoint() {
    state.requireFinite();
    Map<String, String> texts = new LinkedHashMap<>(Conditions.of(model, loss, optimizer));
    Map<String, Tensor> tensors = state.tensors();
    if (fitting) {
      texts.putAll(conditions.get());
      progress.save(texts, tensors);
    }
    restored.ifPresent(
        fit -> {
          texts.putAll(fit.texts());
          tensors.putAll(fit.tensors());
        });
    return new Checkpoint(state.step(), texts, tensors);
  }

  /**
   * Goes back, or on, to a checkpoint. If it was made within a fit, the next call of {@code fit}
   * goes on with that one, from the middle of an epoch where need be; epochs count from the fit's
   * beginning, so a fit with more epochs trains longer.
   *
   * @throws IllegalArgumentException naming what differs, when it is of another model, optimizer or
   *     loss
   */
  public void restore(Checkpoint checkpoint) {
    Conditions.require(checkpoint, Conditions.of(model, loss, optimizer), state.tensors());
    state.restore(checkpoint.tensors(), checkpoint.step());
    // The large tensors are not kept.
    Map<String, Tensor> rest = new LinkedHashMap<>(checkpoint.tensors());
    rest.keySet().removeIf(TrainingState::isNamed);
    restored = Optional.of(new Checkpoint(checkpoint.step(), checkpoint.texts(), rest));
  }

  /** Measures the model with the batch size and normalizer of the last fit. */
  public Evaluation evaluate(Dataset data) {
    return evaluate(data, lastBatching);
  }

  /** Measures the model; of the batching, only size and normalizer count. */
  public Evaluation evaluate(Dataset data, Batching batching) {
    return evaluate(data, batching, Metric.standard(data, loss));
  }

  /**
   * Measures the model by some metrics.
   *
   * @throws IllegalArgumentException when one does not apply to the model
   */
  public Evaluation evaluate(Dataset data, Batching batching, List<Metric> metrics) {
    Suitability.require(model, loss, data);
    return withEvaluationWeights(() -> predictor.evaluate(data, batching, loss, metrics));
  }

  /**
   * Does something, such as saving the model, while the model holds the weights to evaluate with:
   * those an optimizer averages ({@link Optimizer#evaluated}), or else its own.
   */
  public <T> T withEvaluationWeights(Supplier<T> task) {
    return state.withEvaluationWeights(task);
  }

  /**
   * What the model predicts: probabilities where it tells classes apart, and numbers in the units
   * of the targets. The same as {@code trained().predict(inputs)}, without a copy of the model.
   *
   * @param inputs [batch, …], as the examples of the last fit have them: not normalized
   * @throws IllegalArgumentException when the inputs are of another type than the model's
   */
  public Tensor predict(Tensor inputs) {
    return withEvaluationWeights(
        () -> {
          if (session.isEmpty()) {
            session = Optional.of(trained(model).session(engine));
          }
          return session.get().predict(inputs);
        });
  }

  /**
   * The model as it is now, with all that using it needs: the normalizer of the last fit, and the
   * classes and columns of its examples. It is a copy, which training on leaves alone.
   */
  public TrainedModel trained() {
    return withEvaluationWeights(() -> trained(model.copy()));
  }

  private TrainedModel trained(Model values) {
    return new TrainedModel(
        values,
        loss,
        lastBatching.normalizer(),
        lastTraining.map(Dataset::classNames).orElse(List.of()),
        lastTraining.map(Dataset::targetColumns).orElse(List.of()),
        lastTraining.map(Dataset::schema).orElse(TableSchema.NONE));
  }

  /**
   * The compiled training step for batches of a size, without weights: its memory, its kernels,
   * their timings.
   */
  public Plan plan(int batch) {
    return plan(new BatchForm(batch));
  }

  /** The compiled training step for batches of a form. */
  public Plan plan(BatchForm batch) {
    return steps.get(batch, this::compile).plan();
  }

  private void begin(Dataset training, Fit fit) {
    List<Metric> metrics = fit.metrics(training, loss);
    predictor.requireFitting(loss, metrics);
    Watch watch = new Watch(fit.limits());
    watch.require(fit.schedule(), metrics, fit.validation().isPresent());
    conditions = Conditions.of(training, fit.batching());
    restored.ifPresent(checkpoint -> Conditions.require(checkpoint, conditions.get()));
    progress = new FitProgress(metrics, outputs -> predictor.predictions(loss, outputs), watch);
    restored.ifPresent(progress::restore);
    restored = Optional.empty();
  }

  private EpochRecord epoch(FitBatches all, Fit fit) {
    EpochTally tally = progress.tally();
    int epoch = progress.epochs() + 1;
    List<Map<String, Double>> measured = progress.history().measured();
    Set<String> greaterIsBetter = progress.history().greaterIsBetter();
    Rates rates = rates(fit);
    int size = all.size(epoch - 1);
    tally.begin(size);
    Batches batches = all.from(epoch - 1, tally.steps());
    Listener.EpochPlan plan = new Listener.EpochPlan(epoch, batches.steps(), size);
    fit.listeners().forEach(listener -> listener.epochStarted(plan));
    long firstSteps = all.firstSteps();
    long before = all.stepsBefore(epoch - 1);
    boolean ended = tally.steps() > 0 && progress.endsEpoch(batches.steps(), before);
    while (!ended) {
      Batch batch = batches.next();
      TrainingStep step = steps.get(BatchForm.of(batch), this::compile);
      Schedule.Moment moment =
          new Schedule.Moment(
                  (epoch - 1) * firstSteps + tally.steps() * firstSteps / batches.steps(),
                  firstSteps,
                  fit.epochs())
              .withMeasured(measured)
              .withGreaterIsBetter(greaterIsBetter);
      double rate = rates.at(moment);
      double batchLoss = step.run(batch, rate, fit.schedule().momentum(moment), state.step() + 1);
      state.stepTaken();
      tally.add(batch, batchLoss, rate, step.predictions());
      StepRecord record = new StepRecord(epoch, tally.steps(), state.step(), batchLoss, rate);
      if (!Double.isFinite(batchLoss)) {
        throw new DivergenceException(record);
      }
      fit.listeners().forEach(listener -> listener.stepped(record));
      ended = progress.endsEpoch(batches.steps(), before);
    }
    double seconds = tally.seconds();
    state.requireFinite();
    Map<String, Double> values = tally.values();
    fit.validate(data -> evaluate(data, fit.batching(), progress.metrics()), values);
    return new EpochRecord(epoch, state.step(), tally.rate(), values, tally.examples(), seconds);
  }

  private Rates rates(Fit fit) {
    return new Rates(fit.schedule(), optimizer.learningRate());
  }

  private TrainingStep compile(BatchForm batch) {
    return new TrainingStep(engine, model, loss, state, batch, model.seed());
  }
}
