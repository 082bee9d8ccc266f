package dev.ranvier.train;

import dev.ranvier.data.Batch;
import dev.ranvier.data.Batches;
import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Precision;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.minimize.Limit;
import dev.ranvier.minimize.Minimizer;
import dev.ranvier.minimize.Minimum;
import dev.ranvier.minimize.Objective;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.optim.ConstantRate;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a small model on all examples at once, by a method that looks at curvature.
 *
 * <pre>{@code
 * FullBatchTrainer trainer = new FullBatchTrainer(model, new SquaredError(), new Lbfgs());
 * History history = trainer.fit(training, new Fit(200).withValidation(validation));
 * }</pre>
 *
 * <p>An iteration of the method is an epoch of one step; its learning rate is the part of the
 * method's direction that was taken. What is made small is the loss of all training examples, the
 * layers' penalties included; it is measured after the step. The history, metrics, listeners and
 * stopping criteria are those of {@link Trainer}; besides, training stops where the method finds
 * nothing more to gain. Everything is computed in single precision, in memory for all examples.
 * Errors: whatever would make the loss another at every look is refused. To be used by one thread.
 */
public final class FullBatchTrainer {
  private final Model model;
  private final Loss loss;
  private final Minimizer minimizer;
  private final Engine engine;

  /** Trains on the standard engine. */
  public FullBatchTrainer(Model model, Loss loss, Minimizer minimizer) {
    this(model, loss, minimizer, Engines.standard());
  }

  /**
   * Trains on a given engine.
   *
   * @throws IllegalArgumentException when the engine is to compute in bf16
   */
  public FullBatchTrainer(Model model, Loss loss, Minimizer minimizer, Engine engine) {
    this.model = model;
    this.loss = loss;
    this.minimizer = minimizer;
    if (engine.precision() == Precision.BF16) {
      throw refused(
          "compares losses that differ little, got precision bf16", "use fp32, or auto for it");
    }
    this.engine = engine.withPrecision(Precision.FP32);
  }

  /**
   * Trains for as many iterations as the fit has epochs, or until nothing is left to gain.
   *
   * @param training the examples, all of which are looked at together
   * @param fit the limits, validation examples, metrics and listeners; of its batching the
   *     normalizer
   * @throws IllegalArgumentException when the examples do not fit the model or the loss, the loss
   *     would not be the same at every look, or the method does not apply or needs too much memory
   * @throws DivergenceException when the loss is no number at the first weights
   */
  public History fit(Dataset training, Fit fit) {
    Suitability.require(model, loss, training);
    Suitability.warnOfTwice(model, loss);
    fit.validation().ifPresent(data -> Suitability.require(model, loss, data));
    requireSameAtEveryLook(fit);
    Iterations iterations =
        new Iterations(model, loss, new Predictor(model, engine), training, fit);
    Objective objective = objective(training, fit.batching());
    double first = objective.evaluate(objective.point(), new double[objective.size()]);
    if (!Double.isFinite(first)) {
      throw new DivergenceException(new StepRecord(1, 1, 1, first, 1));
    }
    iterations.begin(first);
    Limit limit = new Limit(fit.epochs()).withEnd(iterations::ended);
    Minimum minimum = minimizer.minimize(objective, limit);
    return iterations.finish(minimum, minimizer.name());
  }

  private Objective objective(Dataset training, Batching batching) {
    Batching whole = new Batching(training.size()).withNormalizer(batching.normalizer());
    try (Batches batches = Batches.direct(training, whole)) {
      Batch all = batches.next();
      Trace trace = model.trace(training.size(), true);
      requireSameAtEveryLook(trace);
      Input target = new Input("target", loss.targetType(trace.output().type()));
      Suitability.requireTargets(loss, all.targets(), trace.output().type());
      Map<Input, Tensor> data = new HashMap<>();
      data.put(trace.input(), all.inputs().copy());
      data.put(target, all.targets().copy());
      Optional<Node> weights = all.weights().map(each -> weights(each, data));
      Optional<Node> residuals = loss.residuals(trace.output(), target);
      if (residuals.isPresent() && trace.penalties().isEmpty()) {
        Node plain = residuals.get();
        Node squared = weights.map(each -> weighted(plain, each)).orElse(plain);
        return Objective.ofSquares(engine, squared, model.parameters(), data);
      }
      Node total =
          weights
              .map(each -> loss.batch(trace.output(), target, each))
              .orElseGet(() -> loss.batch(trace.output(), target));
      return new Objective(engine, trace.penalized(total), model.parameters(), data);
    }
  }

  private static Node weights(Tensor each, Map<Input, Tensor> data) {
    Input weights = new Input("weights", each.type());
    data.put(weights, each.copy());
    return weights;
  }

  /** Residuals whose squares count by the examples' weights. */
  private static Node weighted(Node residuals, Node weights) {
    int[] sizes = new int[residuals.shape().rank()];
    Arrays.fill(sizes, 1);
    sizes[0] = residuals.shape().size(0);
    return Ops.multiply(residuals, ReshapeOp.to(Ops.squareRoot(weights), Shape.of(sizes)));
  }

  private void requireSameAtEveryLook(Fit fit) {
    if (!fit.batching().augmentations().isEmpty()) {
      throw refused(
          "looks at the same examples again and again, got augmentations "
              + fit.batching().augmentations(),
          "leave them out");
    }
    if (!(fit.schedule() instanceof ConstantRate)) {
      throw refused(
          "finds how far to go by itself, got the schedule " + fit.schedule(), "leave it out");
    }
  }

  private void requireSameAtEveryLook(Trace trace) {
    if (!trace.keys().isEmpty()) {
      throw refused(
          "needs a loss that is the same at every look, got random numbers for '"
              + layer(trace.keys().getFirst().name())
              + "'",
          "leave out dropout and noise");
    }
    if (!trace.updates().isEmpty()) {
      throw refused(
          "needs a loss that depends on parameters alone, got running statistics of '"
              + layer(trace.updates().getFirst().variable().name())
              + "'",
          "use a norm without them, such as layer-norm");
    }
    for (Variable parameter : model.parameters()) {
      if (model.constrained(parameter, parameter) != parameter) {
        throw refused(
            "moves parameters freely, got a constraint on '" + parameter.name() + "'",
            "leave it out, or give the layer a regularizer");
      }
    }
  }

  private static String layer(String path) {
    int end = path.lastIndexOf('/');
    return end < 0 ? path : path.substring(0, end);
  }

  private IllegalArgumentException refused(String what, String remedy) {
    return new IllegalArgumentException(
        minimizer.name() + ": " + what + "; " + remedy + ", or train with an optimizer");
  }
}
