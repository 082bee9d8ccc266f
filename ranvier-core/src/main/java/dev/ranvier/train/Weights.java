package dev.ranvier.train;

import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Model;
import dev.ranvier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** A copy of all values that make up a model: parameters and running statistics, by name. */
public final class Weights {
  private final Map<String, Tensor> values;

  private Weights(Map<String, Tensor> values) {
    this.values = values;
  }

  /** The values that a model has now. */
  public static Weights of(Model model) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (Variable variable : model.variables()) {
      values.put(variable.name(), variable.value().copy());
    }
    return new Weights(values);
  }

  /** Copies of values from elsewhere, such as a checkpoint. */
  static Weights of(Map<String, Tensor> given) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    given.forEach((name, value) -> values.put(name, value.copy()));
    return new Weights(values);
  }

  /** Gives a model of the same architecture these values. */
  public void copyTo(Model model) {
    model.variables().forEach(variable -> variable.value().copyFrom(values.get(variable.name())));
  }

  /** The values themselves, by the names of their variables. */
  Map<String, Tensor> values() {
    return values;
  }
}
