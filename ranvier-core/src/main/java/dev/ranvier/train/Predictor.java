package dev.ranvier.train;

import dev.ranvier.data.Batch;
import dev.ranvier.data.Batches;
import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.TargetScale;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.infer.InferenceSession;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.metric.ConfusionMatrix;
import dev.ranvier.train.metric.Evaluation;
import dev.ranvier.train.metric.Metric;
import dev.ranvier.train.metric.Tallies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Uses a model that may still be in training: predictions, and measurements on labelled examples.
 *
 * <p>Plans are made for each batch size that occurs, and the eight used last are kept; predictions
 * are those of an {@link InferenceSession}, measurements from several threads take turns.
 */
public final class Predictor {
  private final Model model;
  private final Engine engine;
  private final InferenceSession session;
  private final RecentPlans<Measured, Forward> measurements = new RecentPlans<>();

  private final Map<Loss, UnaryOperator<Tensor>> predictions = new HashMap<>();

  private record Measured(Loss loss, BatchForm batch) {}

  private record Forward(
      Plan plan, Input input, Input target, Optional<Input> weights, TensorType outputs) {}

  /** Runs a model on the standard engine. */
  public Predictor(Model model) {
    this(model, Engines.standard());
  }

  /** Runs a model on a given engine. */
  public Predictor(Model model, Engine engine) {
    this.model = model;
    this.engine = engine;
    this.session = new InferenceSession(model, engine);
  }

  /**
   * What the model gives for a batch of inputs.
   *
   * @param inputs [batch, …], each example of the model's input type
   * @throws IllegalArgumentException when the inputs are of another type
   */
  public Tensor predict(Tensor inputs) {
    return session.predict(inputs);
  }

  /**
   * Measures the model on labelled examples.
   *
   * @param data the examples; their weights count in the loss, not in the metrics
   * @param batching batch size and normalizer; order and augmentation are ignored
   * @param loss what is averaged as {@code loss}
   * @param wanted what else is measured
   * @throws IllegalArgumentException when a metric does not apply to the model, or the loss refuses
   *     a target
   */
  public synchronized Evaluation evaluate(
      Dataset data, Batching batching, Loss loss, List<Metric> wanted) {
    TargetScale scale = data.schema().scale();
    List<Metric> metrics =
        wanted.stream().map(metric -> metric.forLoss(loss).forScale(scale)).toList();
    requireFitting(loss, metrics);
    Tallies tallies = new Tallies(metrics, outputs -> predictions(loss, outputs));
    Optional<ConfusionMatrix> confusion = ConfusionMatrix.of(data);
    double lossSum = 0;
    Batching inOrder = new Batching(batching.size()).withNormalizer(batching.normalizer());
    try (Batches batches = Batches.direct(data, inOrder)) {
      for (int i = 0; i < batches.steps(); i++) {
        Batch batch = batches.next();
        Forward forward = measurements.get(new Measured(loss, BatchForm.of(batch)), this::measured);
        Plan plan = forward.plan();
        plan.input(forward.input()).copyFrom(batch.inputs());
        Suitability.requireTargets(loss, batch.targets(), forward.outputs());
        plan.input(forward.target()).copyFrom(batch.targets());
        forward
            .weights()
            .ifPresent(each -> plan.input(each).copyFrom(batch.weights().orElseThrow()));
        plan.run();
        lossSum += plan.output(0).getDouble(0);
        tallies.add(plan.output(1), batch.targets());
        confusion.ifPresent(matrix -> matrix.add(decisive(loss, plan.output(1)), batch.targets()));
      }
    }
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", lossSum / data.size());
    values.putAll(tallies.values());
    return new Evaluation(data.size(), values, confusion);
  }

  /** What tells classes apart: the order of several outputs is enough, a single one's is not. */
  private Tensor decisive(Loss loss, Tensor outputs) {
    return outputs.shape().size(-1) == 1 ? predictions(loss, outputs) : outputs;
  }

  void requireFitting(Loss loss, List<Metric> metrics) {
    if (!metrics.isEmpty()) {
      TensorType outputs = model.trace(1, false).output().type();
      TensorType targets = loss.targetType(outputs);
      metrics.forEach(metric -> metric.requireFitting(outputs, targets));
    }
  }

  /** What outputs of the model predict, such as the probabilities that logits stand for. */
  synchronized Tensor predictions(Loss loss, Tensor outputs) {
    return predictions
        .computeIfAbsent(loss, each -> prediction(each, outputs.type()))
        .apply(outputs);
  }

  private UnaryOperator<Tensor> prediction(Loss loss, TensorType outputs) {
    Input output = new Input("output", outputs);
    if (loss.prediction(output) == output) {
      return UnaryOperator.identity();
    }
    TensorType example = outputs.withShape(outputs.shape().remove(0));
    return new InferenceSession(example, loss::prediction, engine)::predict;
  }

  private Forward measured(Measured wanted) {
    int size = wanted.batch().size();
    Trace trace = model.trace(size, false);
    Input target = new Input("target", wanted.loss().targetType(trace.output().type()));
    Node each = wanted.loss().perExample(trace.output(), target);
    List<Input> inputs = new ArrayList<>(List.of(trace.input(), target));
    Optional<Input> weights = Optional.empty();
    if (wanted.batch().weighted()) {
      weights = Optional.of(new Input("weights", TensorType.f32(size)));
      inputs.add(weights.get());
      each = Ops.multiply(each, weights.get());
    }
    Plan plan =
        engine.compile(inputs, List.of(Ops.sum(each), trace.output()), session.preparation());
    return new Forward(plan, trace.input(), target, weights, trace.output().type());
  }
}
