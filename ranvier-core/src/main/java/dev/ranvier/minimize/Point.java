package dev.ranvier.minimize;

import dev.ranvier.graph.Variable;
import java.util.List;

/** All elements of some variables in one row, in double precision. */
final class Point {
  private final List<Variable> variables;

  Point(List<Variable> variables) {
    this.variables = List.copyOf(variables);
  }

  int size() {
    return Math.toIntExact(
        variables.stream().mapToLong(variable -> variable.shape().elements()).sum());
  }

  double[] read() {
    double[] all = new double[size()];
    int next = 0;
    for (Variable variable : variables) {
      for (int i = 0; i < variable.shape().elements(); i++) {
        all[next++] = variable.value().getDouble(i);
      }
    }
    return all;
  }

  void write(double[] all) {
    int next = 0;
    for (Variable variable : variables) {
      for (int i = 0; i < variable.shape().elements(); i++) {
        variable.value().setDouble(i, all[next++]);
      }
    }
  }
}
