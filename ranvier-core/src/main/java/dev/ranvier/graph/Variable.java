package dev.ranvier.graph;

import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/**
 * A value that outlives runs: a parameter, an optimizer's state, a running statistic. Graphs read
 * it as it was before the run; an {@link Assignment} replaces it at the end of the run.
 */
public final class Variable implements Node {
  private final String name;
  private final Tensor value;

  /**
   * A variable.
   *
   * @param name its path in the model, for example {@code dense1/weights}
   * @param value the memory it lives in, holding its first value
   */
  public Variable(String name, Tensor value) {
    Application.requireCountable("variable '" + name + "'", value.type());
    this.name = name;
    this.value = value;
  }

  /** Its path in the model, for example {@code dense1/weights}. */
  public String name() {
    return name;
  }

  /** The memory it lives in; runs change it in place. */
  public Tensor value() {
    return value;
  }

  @Override
  public TensorType type() {
    return value.type();
  }

  @Override
  public String toString() {
    return name + ":" + type();
  }
}
