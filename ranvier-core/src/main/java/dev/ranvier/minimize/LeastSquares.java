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

/**
 * A function that is a mean of squares: f = Σ r² / m over the m elements of residuals, compiled
 * with the residuals' Jacobian, one row a run.
 */
public final class LeastSquares {
  private final Point point;
  private final Input row;
  private final Plan residuals;
  private final Plan jacobian;

  /**
   * The mean of squared residuals.
   *
   * @param engine what it runs on
   * @param residuals prediction − target, of any shape
   * @param variables what they depend on; minimizing changes them
   * @param data a value for every input they depend on
   */
  public LeastSquares(
      Engine engine, Node residuals, List<Variable> variables, Map<Input, Tensor> data) {
    this.point = new Point(variables);
    this.row = new Input("row", residuals.type());
    this.residuals = engine.compile(List.copyOf(data.keySet()), List.of(residuals));
    List<Input> inputs = new ArrayList<>(data.keySet());
    inputs.add(row);
    Node chosen = Ops.sum(Ops.multiply(residuals, row));
    this.jacobian = engine.compile(inputs, Gradients.of(chosen, variables));
    data.forEach(
        (input, value) -> {
          this.residuals.input(input).copyFrom(value);
          this.jacobian.input(input).copyFrom(value);
        });
  }

  /** How many elements the variables have. */
  public int size() {
    return point.size();
  }

  /** How many residuals there are. */
  public int count() {
    return row.type().shape().elementCount();
  }

  double[] point() {
    return point.read();
  }

  /** The residuals at a point, to which the variables are moved. */
  double[] residuals(double[] at) {
    point.write(at);
    residuals.run();
    return elements(residuals.output(0));
  }

  /** The gradients of the residuals where the variables are now. */
  double[][] jacobian() {
    Tensor chosen = jacobian.input(row);
    double[][] rows = new double[count()][];
    for (int i = 0; i < rows.length; i++) {
      chosen.setDouble(i, 1);
      jacobian.run();
      rows[i] = row();
      chosen.setDouble(i, 0);
    }
    return rows;
  }

  private double[] row() {
    double[] all = new double[size()];
    int next = 0;
    for (int part = 0; next < all.length; part++) {
      for (double element : elements(jacobian.output(part))) {
        all[next++] = element;
      }
    }
    return all;
  }

  private static double[] elements(Tensor tensor) {
    return tensor.toNdArray().data();
  }
}
