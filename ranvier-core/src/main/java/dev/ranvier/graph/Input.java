package dev.ranvier.graph;

import dev.ranvier.tensor.TensorType;

/** A value that the caller supplies at every run: a batch, its labels, a learning rate. */
public final class Input implements Node {
  private final String name;
  private final TensorType type;

  /** An input; the name appears in errors and plans. */
  public Input(String name, TensorType type) {
    Application.requireCountable("input '" + name + "'", type);
    this.name = name;
    this.type = type;
  }

  /** What it is called in errors and plans. */
  public String name() {
    return name;
  }

  @Override
  public TensorType type() {
    return type;
  }

  @Override
  public String toString() {
    return name + ":" + type;
  }
}
