package dev.ranvier.train;

import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Plan;
import dev.ranvier.exec.Precision;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Model;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.tensor.InsufficientMemoryException;
import dev.ranvier.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What training remembers beside the model: the optimizer's state and the number of steps taken.
 */
final class TrainingState {
  private static final String MODEL = "model/";
  private static final String OPTIMIZER = "optimizer/";

  private final Model model;
  private final Optimizer optimizer;
  private final Engine engine;
  private final Map<Variable, List<Variable>> optimizerState = new LinkedHashMap<>();
  private Optional<Plan> constraints = Optional.empty();
  private long step;
  private boolean finished;

  TrainingState(Model model, Optimizer optimizer, Engine engine) {
    this.model = model;
    this.optimizer = optimizer;
    this.engine = engine.withPrecision(Precision.FP32);
    for (Variable parameter : model.parameters()) {
      List<Variable> state = new ArrayList<>();
      for (Tensor first : init(parameter)) {
        state.add(new Variable(OPTIMIZER + parameter.name() + "/" + state.size(), first));
      }
      optimizerState.put(parameter, state);
    }
  }

  private List<Tensor> init(Variable parameter) {
    try {
      return optimizer.init(parameter);
    } catch (InsufficientMemoryException e) {
      throw e.of(
          "the optimizer's state of parameter '" + parameter.name() + "' " + parameter.type(),
          "make the layer smaller, take an optimizer with less state");
    }
  }

  /** What the optimizer makes of the parameters and of what it remembers of them. */
  List<Assignment> updates(List<Variable> parameters, List<Node> gradients, Optimizer.Step step) {
    List<Optimizer.Parameter> before = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      Variable parameter = parameters.get(i);
      List<Node> state = List.copyOf(optimizerState.get(parameter));
      before.add(
          new Optimizer.Parameter(
              parameter.name(),
              parameter,
              gradients.get(i),
              state,
              value -> model.constrained(parameter, value)));
    }
    List<Optimizer.Update> updates = optimizer.update(before, step);
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < updates.size(); i++) {
      Optimizer.Update update = updates.get(i);
      Variable parameter = parameters.get(i);
      assign(parameter, model.constrained(parameter, update.parameter()), assignments);
      List<Variable> remembered = optimizerState.get(parameter);
      for (int j = 0; j < remembered.size(); j++) {
        assign(remembered.get(j), update.state().get(j), assignments);
      }
    }
    return assignments;
  }

  /** What is left as it was, such as a frozen parameter, is not written. */
  private static void assign(Variable variable, Node value, List<Assignment> assignments) {
    if (value != variable) {
      assignments.add(new Assignment(variable, value));
    }
  }

  /** Does something while the model holds the weights to evaluate with. */
  <T> T withEvaluationWeights(Supplier<T> task) {
    if (finished) {
      return task.get();
    }
    Map<Variable, Tensor> own = new LinkedHashMap<>();
    optimizerState.forEach(
        (parameter, state) -> {
          Tensor better =
              optimizer.evaluated(parameter, state.stream().map(Variable::value).toList());
          if (better != parameter.value()) {
            own.put(parameter, parameter.value().copy());
            parameter.value().copyFrom(better);
          }
        });
    try {
      constrain(own.keySet());
      return task.get();
    } finally {
      own.forEach((parameter, value) -> parameter.value().copyFrom(value));
    }
  }

  /** Brings averages back to their constraints: a mean of unit vectors is none. */
  private void constrain(Set<Variable> averaged) {
    if (constraints.isEmpty()) {
      List<Assignment> assignments = new ArrayList<>();
      averaged.forEach(each -> assign(each, model.constrained(each, each), assignments));
      if (assignments.isEmpty()) {
        return;
      }
      constraints = Optional.of(engine.compile(List.of(), List.of(), assignments));
    }
    constraints.get().run();
  }

  /** Gives the model weights to be evaluated with as they are, until the next step. */
  void finishWith(Weights weights) {
    weights.copyTo(model);
    finished = true;
  }

  /** The number of steps taken. */
  long step() {
    return step;
  }

  /** Everything that steps change, by name; the tensors are those that the next step changes. */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    model.variables().forEach(each -> tensors.put(MODEL + each.name(), each.value()));
    optimizerState
        .values()
        .forEach(state -> state.forEach(each -> tensors.put(each.name(), each.value())));
    return tensors;
  }

  /**
   * Makes sure that nothing of it is infinite or NaN, before it is kept.
   *
   * @throws DivergenceException naming the first tensor that is
   */
  void requireFinite() {
    tensors()
        .forEach(
            (name, tensor) -> {
              if (!tensor.isFinite()) {
                throw new DivergenceException(name, step);
              }
            });
  }

  /** Whether a tensor of a checkpoint is one of {@link #tensors}. */
  static boolean isNamed(String name) {
    return name.startsWith(MODEL) || name.startsWith(OPTIMIZER);
  }

  /** Takes values of the same names and types, after so many steps. */
  void restore(Map<String, Tensor> values, long steps) {
    tensors().forEach((name, tensor) -> tensor.copyFrom(values.get(name)));
    step = steps;
  }

  void stepTaken() {
    step++;
    finished = false;
  }
}
