package dev.ranvier.optim;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What turns gradients into the parameters' next values.
 *
 * <p>An optimizer is an immutable record. Its update is written in graph ops, so it is compiled
 * with the training step. What changes from step to step comes in as nodes ({@link Step}). It is
 * given all parameters at once, because some look at all gradients together ({@link
 * ClipGlobalNorm}); one that treats each parameter by itself is a {@link Rule}, one that changes
 * what another does a {@link Wrapper}.
 */
public interface Optimizer {
  /** The learning rate where no schedule says otherwise. */
  double learningRate();

  /** The same optimizer with another learning rate. */
  Optimizer withLearningRate(double learningRate);

  /** What is remembered of a parameter, as it is before the first step. */
  List<Tensor> init(Variable parameter);

  /**
   * One step.
   *
   * @param parameters the parameters before the step, with their gradients
   * @param step the learning rate and the number of the step
   * @return what becomes of each parameter, in the same order
   */
  List<Update> update(List<Parameter> parameters, Step step);

  /**
   * The weights to evaluate with: a parameter's own value, unless the optimizer keeps an average of
   * its values that is known to do better.
   *
   * @param parameter the parameter after the last step
   * @param state what that step left
   */
  default Tensor evaluated(Variable parameter, List<Tensor> state) {
    return parameter.value();
  }

  /**
   * A parameter in a step.
   *
   * @param name its path in the model, for example {@code dense1/weights}
   * @param value the parameter before the step
   * @param gradient the gradient of the loss by it
   * @param state what {@link #init} or the step before left
   * @param constraint makes a value what the parameter's layer wants it to be; training applies it
   *     to the outcome of every step, an optimizer to what it remembers of the parameter's values
   */
  record Parameter(
      String name, Node value, Node gradient, List<Node> state, UnaryOperator<Node> constraint) {
    /** Copies the state. */
    public Parameter {
      state = List.copyOf(state);
    }

    /** A parameter that may have any value. */
    public Parameter(String name, Node value, Node gradient, List<Node> state) {
      this(name, value, gradient, state, UnaryOperator.identity());
    }

    /** The same parameter with another gradient. */
    public Parameter withGradient(Node other) {
      return new Parameter(name, value, other, state, constraint);
    }

    /** What a wrapper that remembers one tensor itself hands on to the optimizer inside. */
    Parameter withoutFirstState() {
      return new Parameter(name, value, gradient, state.subList(1, state.size()), constraint);
    }

    /** All parameters, each with its gradient changed. */
    static List<Parameter> withGradients(List<Parameter> parameters, UnaryOperator<Node> change) {
      return parameters.stream()
          .map(parameter -> parameter.withGradient(change.apply(parameter.gradient())))
          .toList();
    }
  }

  /**
   * What changes from step to step.
   *
   * @param learningRate a scalar
   * @param number a scalar: 1 at the first step, 2 at the second, …
   * @param scheduledMomentum a scalar: the momentum that a schedule asks for, below 0 where none
   *     does
   */
  record Step(Node learningRate, Node number, Node scheduledMomentum) {
    /** A step in which every rule has the momentum it was made with. */
    public Step(Node learningRate, Node number) {
      this(learningRate, number, Ops.number(-1));
    }

    /** The momentum of a rule: the schedule's, or else the one it was made with. */
    public Node momentum(double own) {
      return Ops.select(
          Ops.less(scheduledMomentum, Ops.number(0)), Ops.number(own), scheduledMomentum);
    }

    /** The same step at a learning rate so many times as high. */
    Step withRateTimes(double factor) {
      return factor == 1
          ? this
          : new Step(Ops.multiply(learningRate, factor), number, scheduledMomentum);
    }

    /** The same step under another number. */
    Step withNumber(Node other) {
      return new Step(learningRate, other, scheduledMomentum);
    }
  }

  /**
   * The outcome of a step for one parameter.
   *
   * @param parameter the parameter after the step
   * @param state what to remember for the next
   */
  record Update(Node parameter, List<Node> state) {
    /** Copies the state. */
    public Update {
      state = List.copyOf(state);
    }

    /** An outcome with the given state. */
    public Update(Node parameter, Node... state) {
      this(parameter, List.of(state));
    }
  }
}
