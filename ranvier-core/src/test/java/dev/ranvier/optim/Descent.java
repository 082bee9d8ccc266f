package dev.ranvier.optim;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.Ops;
import dev.ranvier.op.SliceOp;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** An optimizer on a function of some variables, compiled. */
final class Descent {
  private final Optimizer optimizer;
  private final List<Variable> variables;
  private final List<List<Variable>> states = new ArrayList<>();
  private final Input rate = new Input("rate", TensorType.f32());
  private final Input number = new Input("number", TensorType.f32());
  private final Input momentum = new Input("momentum", TensorType.f32());
  private final Plan plan;
  private int steps;

  Descent(Optimizer optimizer, Function<List<Variable>, Node> objective, Variable... variables) {
    this.optimizer = optimizer;
    this.variables = List.of(variables);
    List<Node> gradients = Gradients.of(objective.apply(this.variables), this.variables);
    List<Optimizer.Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < variables.length; i++) {
      List<Variable> state = new ArrayList<>();
      for (Tensor first : optimizer.init(variables[i])) {
        state.add(new Variable(variables[i].name() + "/state" + state.size(), first));
      }
      states.add(state);
      parameters.add(
          new Optimizer.Parameter(
              variables[i].name(), variables[i], gradients.get(i), List.copyOf(state)));
    }
    List<Optimizer.Update> updates =
        optimizer.update(parameters, new Optimizer.Step(rate, number, momentum));
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < variables.length; i++) {
      assignments.add(new Assignment(variables[i], updates.get(i).parameter()));
      for (int j = 0; j < states.get(i).size(); j++) {
        assignments.add(new Assignment(states.get(i).get(j), updates.get(i).state().get(j)));
      }
    }
    this.plan = Engines.standard().compile(List.of(rate, number, momentum), List.of(), assignments);
    plan.input(momentum).setDouble(0, -1);
  }

  /** The optimizer on a function of one variable. */
  static Descent of(Optimizer optimizer, Tensor start, Function<Node, Node> objective) {
    return new Descent(optimizer, all -> objective.apply(all.getFirst()), new Variable("x", start));
  }

  /** So many steps, the rate falling along a line to nothing. */
  Descent run(int count) {
    for (int i = 0; i < count; i++) {
      step(optimizer.learningRate() * (1 - (double) i / count));
    }
    return this;
  }

  /** A step at a rate. */
  Descent step(double learningRate) {
    plan.input(rate).setDouble(0, learningRate);
    plan.input(number).setDouble(0, ++steps);
    plan.run();
    return this;
  }

  /** From now on a schedule asks for this momentum. */
  Descent withMomentum(double scheduled) {
    plan.input(momentum).setDouble(0, scheduled);
    return this;
  }

  float[] value() {
    return value(0);
  }

  float[] value(int variable) {
    return variables.get(variable).value().toFloats();
  }

  /** The first variable as it is to be evaluated with. */
  float[] evaluated() {
    List<Tensor> state = states.getFirst().stream().map(Variable::value).toList();
    return optimizer.evaluated(variables.getFirst(), state).toFloats();
  }

  Plan plan() {
    return plan;
  }

  /** Σ (x − 2)². */
  static Node parabola(Node x) {
    return Ops.sum(Ops.square(Ops.subtract(x, Ops.number(2))));
  }

  /** f(x, y) = (1 − x)² + 100 (y − x²)²; minimum at (1, 1) behind a curved valley. */
  static Node rosenbrock(Node point) {
    Node x = new SliceOp(List.of(0), List.of(1)).apply(point);
    Node y = new SliceOp(List.of(1), List.of(1)).apply(point);
    Node valley = Ops.square(Ops.subtract(y, Ops.square(x)));
    Node slope = Ops.square(Ops.subtract(Ops.number(1), x));
    return Ops.sum(Ops.add(slope, Ops.multiply(valley, 100)));
  }
}
