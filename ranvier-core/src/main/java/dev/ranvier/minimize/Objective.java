package dev.ranvier.minimize;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A function of some variables, compiled with its gradient and, once asked for, with exact products
 * of its Hessian.
 *
 * <p>Points, gradients and directions are the variables' elements in one row. A point is rounded to
 * the variables' element type: with variables of f64 everything is in double precision. To be used
 * by one thread.
 */
public final class Objective {
  private final Engine engine;
  private final List<Variable> variables;
  private final Map<Input, Tensor> data;
  private final Optional<Node> residuals;
  private final Point point;
  private final List<Node> gradients;
  private final Plan plan;
  private final List<Input> direction = new ArrayList<>();
  private Plan curvature;

  /** A function of variables alone. */
  public Objective(Engine engine, Node loss, List<Variable> variables) {
    this(engine, loss, variables, Map.of());
  }

  /**
   * A function of variables and data.
   *
   * @param engine what it runs on
   * @param loss a scalar
   * @param variables what it is a function of; minimizing changes them
   * @param data what stays the same: a value for every input the loss depends on
   */
  public Objective(Engine engine, Node loss, List<Variable> variables, Map<Input, Tensor> data) {
    this(engine, loss, variables, data, Optional.empty());
  }

  private Objective(
      Engine engine,
      Node loss,
      List<Variable> variables,
      Map<Input, Tensor> data,
      Optional<Node> residuals) {
    this.engine = engine;
    this.residuals = residuals;
    this.variables = List.copyOf(variables);
    this.data = Map.copyOf(data);
    this.point = new Point(variables);
    this.gradients = Gradients.of(loss, variables);
    List<Node> outputs = new ArrayList<>(List.of(loss));
    outputs.addAll(gradients);
    this.plan = engine.compile(List.copyOf(data.keySet()), outputs);
    data.forEach((input, value) -> plan.input(input).copyFrom(value));
  }

  /**
   * A function that is a mean of squares.
   *
   * @param engine what it runs on
   * @param residuals what is squared, of any shape
   * @param variables what they depend on; minimizing changes them
   * @param data a value for every input they depend on
   */
  public static Objective ofSquares(
      Engine engine, Node residuals, List<Variable> variables, Map<Input, Tensor> data) {
    Node loss = Ops.mean(Ops.square(residuals));
    return new Objective(engine, loss, variables, data, Optional.of(residuals));
  }

  /** The function as a mean of squares; empty where it is not known as one. */
  Optional<LeastSquares> squares() {
    return residuals.map(squared -> new LeastSquares(engine, squared, variables, data));
  }

  /** How many elements the variables have. */
  public int size() {
    return point.size();
  }

  /** Where the variables are now. */
  public double[] point() {
    return point.read();
  }

  /** The value at a point, to which the variables are moved; its gradient is written. */
  public double evaluate(double[] at, double[] gradient) {
    point.write(at);
    plan.run();
    read(plan, 1, gradient);
    return plan.output(0).getDouble(0);
  }

  /** Moves the variables to a point. */
  void move(double[] to) {
    point.write(to);
  }

  /** The product of the Hessian where the variables are now with a vector. */
  public double[] hessianTimes(double[] vector) {
    if (curvature == null) {
      compileCurvature();
    }
    int next = 0;
    for (Input part : direction) {
      Tensor tensor = curvature.input(part);
      for (int i = 0; i < tensor.shape().elements(); i++) {
        tensor.setDouble(i, vector[next++]);
      }
    }
    curvature.run();
    double[] product = new double[size()];
    read(curvature, 0, product);
    return product;
  }

  /** The gradient of the gradient's product with a fixed direction. */
  private void compileCurvature() {
    Node product = null;
    for (int i = 0; i < variables.size(); i++) {
      Variable variable = variables.get(i);
      direction.add(new Input("direction/" + variable.name(), variable.type()));
      Node part = Ops.sum(Ops.multiply(gradients.get(i), direction.get(i)));
      product = product == null ? part : Ops.add(product, part);
    }
    List<Input> inputs = new ArrayList<>(data.keySet());
    inputs.addAll(direction);
    curvature = engine.compile(inputs, Gradients.of(product, variables));
    data.forEach((input, value) -> curvature.input(input).copyFrom(value));
  }

  private void read(Plan from, int first, double[] into) {
    int next = 0;
    for (int i = 0; i < variables.size(); i++) {
      Tensor part = from.output(first + i);
      for (int j = 0; j < part.shape().elements(); j++) {
        into[next++] = part.getDouble(j);
      }
    }
  }
}
