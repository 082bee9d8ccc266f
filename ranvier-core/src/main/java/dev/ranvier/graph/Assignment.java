package dev.ranvier.graph;

/**
 * The order to replace a variable by a node's value at the end of a run.
 *
 * @param variable what is replaced
 * @param value what replaces it, of the same type
 */
public record Assignment(Variable variable, Node value) {
  /** Checks that the types agree. */
  public Assignment {
    if (!variable.type().equals(value.type())) {
      throw new IllegalArgumentException(
          "variable '" + variable.name() + "' is " + variable.type() + ", cannot become " + value);
    }
  }
}
