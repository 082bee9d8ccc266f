package dev.ranvier.golden;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.op.Ops;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Training in double precision: every step by the definitions of its ops. */
final class DefinedTraining {
  private final Trace trace;
  private final Input target;
  private final Optimizer optimizer;
  private final Input number = new Input("step", TensorType.f32());
  private final Node loss;
  private final List<Assignment> assignments;
  private final Map<Variable, List<Variable>> states = new HashMap<>();
  private final Map<Node, NdArray> values = new HashMap<>();

  DefinedTraining(Model model, Loss objective, Optimizer optimizer, int batch) {
    this.trace = model.trace(batch, true);
    this.target = new Input("target", objective.targetType(trace.output().type()));
    this.optimizer = optimizer;
    this.loss = Ops.mean(objective.perExample(trace.output(), target));
    this.assignments = new ArrayList<>(trace.updates());
    List<Node> gradients = Gradients.of(loss, model.parameters());
    update(model.parameters(), gradients);
    model.variables().forEach(variable -> values.put(variable, variable.value().toNdArray()));
  }

  private void update(List<Variable> variables, List<Node> gradients) {
    List<Optimizer.Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      List<Variable> state = new ArrayList<>();
      for (Tensor first : optimizer.init(variables.get(i))) {
        state.add(new Variable(variables.get(i).name() + "/state", first));
        values.put(state.getLast(), first.toNdArray());
      }
      states.put(variables.get(i), state);
      parameters.add(
          new Optimizer.Parameter(
              variables.get(i).name(), variables.get(i), gradients.get(i), List.copyOf(state)));
    }
    Optimizer.Step step = new Optimizer.Step(Ops.number(optimizer.learningRate()), number);
    List<Optimizer.Update> updates = optimizer.update(parameters, step);
    for (int i = 0; i < updates.size(); i++) {
      assignments.add(new Assignment(variables.get(i), updates.get(i).parameter()));
      List<Node> state = parameters.get(i).state();
      for (int j = 0; j < state.size(); j++) {
        assignments.add(new Assignment((Variable) state.get(j), updates.get(i).state().get(j)));
      }
    }
  }

  /** Takes a step, by its number from 1, and gives the loss before it. */
  double step(int step, NdArray inputs, NdArray targets) {
    values.put(trace.input(), inputs);
    values.put(target, targets);
    values.put(number, NdArray.scalar(step));
    List<Node> wanted = new ArrayList<>(List.of(loss));
    assignments.forEach(assignment -> wanted.add(assignment.value()));
    List<NdArray> results = Interpreter.evaluate(wanted, values);
    for (int i = 0; i < assignments.size(); i++) {
      values.put(assignments.get(i).variable(), results.get(i + 1));
    }
    return results.getFirst().data()[0];
  }

  /** What a parameter is to be evaluated with, as the optimizer says: in single precision. */
  NdArray evaluated(Variable parameter) {
    Variable now = new Variable(parameter.name(), single(parameter));
    return optimizer
        .evaluated(now, states.get(parameter).stream().map(this::single).toList())
        .toNdArray();
  }

  private Tensor single(Variable variable) {
    Tensor tensor = Tensor.zeros(variable.type());
    tensor.copyFrom(values.get(variable));
    return tensor;
  }

  /** What a variable of the model has become. */
  NdArray value(Variable variable) {
    return values.get(variable);
  }
}
