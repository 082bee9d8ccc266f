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
  private final Map<Node, NdArray> values = new HashMap<>();

  DefinedTraining(Model model, Loss objective, Optimizer optimizer, int batch) {
    this.trace = model.trace(batch, true);
    this.target = new Input("target", objective.targetType(trace.output().type()));
    this.optimizer = optimizer;
    this.loss = Ops.mean(objective.perExample(trace.output(), target));
    this.assignments = new ArrayList<>(trace.updates());
    List<Node> gradients = Gradients.of(loss, model.parameters());
    for (int i = 0; i < gradients.size(); i++) {
      update(model.parameters().get(i), gradients.get(i));
    }
    model.variables().forEach(variable -> values.put(variable, variable.value().toNdArray()));
  }

  private void update(Variable parameter, Node gradient) {
    List<Node> state = new ArrayList<>();
    for (Tensor first : optimizer.init(parameter.type())) {
      state.add(new Variable(parameter.name() + "/state", first));
      values.put(state.getLast(), first.toNdArray());
    }
    Optimizer.Step step = new Optimizer.Step(Ops.number(optimizer.learningRate()), number);
    Optimizer.Update update = optimizer.update(parameter, gradient, state, step);
    assignments.add(new Assignment(parameter, update.parameter()));
    for (int i = 0; i < state.size(); i++) {
      assignments.add(new Assignment((Variable) state.get(i), update.state().get(i)));
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

  /** What a variable of the model has become. */
  NdArray value(Variable variable) {
    return values.get(variable);
  }
}
