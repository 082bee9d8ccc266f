package dev.ranvier.train;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Forward pass, loss, backward pass and update for one batch size, compiled into one plan.
 *
 * <p>Formula: (1/m) Σ wᵢ · Lᵢ over the m examples of the batch, plus the layers' penalties; the
 * weights wᵢ are 1 where examples have none. {@link Trainer} loops over such steps; use one
 * directly for a loop of your own. To be used by one thread.
 */
public final class TrainingStep {
  private final Loss loss;
  private final Input target;
  private final Optional<Input> weights;
  private final Input learningRate = new Input("learning-rate", TensorType.f32());
  private final Input number = new Input("step", TensorType.f32());
  private final Input momentum = new Input("momentum", TensorType.f32());
  private final Trace trace;
  private final Plan plan;
  private final long seed;

  /**
   * Compiles the step of a model, with optimizer state of its own.
   *
   * @param engine what the plan runs on
   * @param model what is trained, in place
   * @param loss what is made small
   * @param optimizer how gradients change the parameters
   * @param batch the number of examples in a batch
   * @param seed chooses the random numbers of layers such as dropout
   * @throws IllegalArgumentException when the loss does not apply to the model's output
   */
  public TrainingStep(
      Engine engine, Model model, Loss loss, Optimizer optimizer, int batch, long seed) {
    this(engine, model, loss, optimizer, new BatchForm(batch), seed);
  }

  /**
   * Compiles the step of a model for batches that may have weights; otherwise as the other
   * constructor does.
   *
   * @throws IllegalArgumentException when the loss does not apply to the model's output
   */
  public TrainingStep(
      Engine engine, Model model, Loss loss, Optimizer optimizer, BatchForm batch, long seed) {
    this(engine, model, loss, new TrainingState(model, optimizer, engine), batch, seed);
  }

  TrainingStep(
      Engine engine, Model model, Loss loss, TrainingState state, BatchForm batch, long seed) {
    this.seed = seed;
    this.loss = loss;
    this.trace = model.trace(batch.size(), true);
    this.target = new Input("target", loss.targetType(trace.output().type()));
    this.weights =
        batch.weighted()
            ? Optional.of(new Input("weights", TensorType.f32(batch.size())))
            : Optional.empty();
    Node total =
        trace.penalized(
            weights
                .map(each -> loss.batch(trace.output(), target, each))
                .orElseGet(() -> loss.batch(trace.output(), target)));
    List<Assignment> assignments = new ArrayList<>(trace.updates());
    List<Variable> parameters = model.parameters();
    List<Node> gradients = Gradients.of(total, parameters);
    Optimizer.Step step = new Optimizer.Step(learningRate, number, momentum);
    assignments.addAll(state.updates(parameters, gradients, step));
    List<Input> inputs =
        new ArrayList<>(List.of(trace.input(), target, learningRate, number, momentum));
    inputs.addAll(trace.keys());
    weights.ifPresent(inputs::add);
    this.plan = engine.compile(inputs, List.of(total, trace.output()), assignments);
  }

  /**
   * Takes a step.
   *
   * @param batch as many examples as the step was compiled for
   * @param rate the learning rate
   * @param step the number of the step, from 1
   * @return the loss before the step
   * @throws IllegalArgumentException when the batch is of another type or size, or the loss refuses
   *     a target
   */
  public double run(Batch batch, double rate, long step) {
    return run(batch, rate, OptionalDouble.empty(), step);
  }

  /**
   * Takes a step with a momentum that a schedule asks for.
   *
   * @param batch as many examples as the step was compiled for
   * @param rate the learning rate
   * @param scheduledMomentum takes the place of the optimizer's own
   * @param step the number of the step, from 1
   * @return the loss before the step
   * @throws IllegalArgumentException when the batch is of another type or size, or the loss refuses
   *     a target
   */
  public double run(Batch batch, double rate, OptionalDouble scheduledMomentum, long step) {
    plan.input(trace.input()).copyFrom(batch.inputs());
    Suitability.requireTargets(loss, batch.targets(), trace.output().type());
    plan.input(target).copyFrom(batch.targets());
    if (weights.isPresent() != batch.weights().isPresent()) {
      throw new IllegalArgumentException(
          "training step: is compiled for batches "
              + with(weights.isPresent())
              + " weights, got one "
              + with(batch.weights().isPresent())
              + " weights; compile another step for it");
    }
    if (weights.isPresent()) {
      plan.input(weights.get()).copyFrom(batch.weights().get());
    }
    plan.input(learningRate).setDouble(0, rate);
    plan.input(number).setDouble(0, step);
    plan.input(momentum).setDouble(0, scheduledMomentum.orElse(-1));
    List<Input> keys = trace.keys();
    for (int i = 0; i < keys.size(); i++) {
      plan.input(keys.get(i)).setDouble(0, CounterRandom.keyOf(seed, i, step));
    }
    plan.run();
    return plan.output(0).getDouble(0);
  }

  private static String with(boolean weighted) {
    return weighted ? "with" : "without";
  }

  /** What the model gave for the last batch; valid until the next step. */
  public Tensor predictions() {
    return plan.output(1);
  }

  /** The compiled step, for reports and profiles. */
  public Plan plan() {
    return plan;
  }
}
