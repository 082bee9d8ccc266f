package dev.ranvier.graph;

import dev.ranvier.tensor.TensorType;

/** One of the values that applying an op gives; made by {@link Application} alone. */
public final class Result implements Node {
  private final Application application;
  private final int index;
  private final TensorType type;

  Result(Application application, int index, TensorType type) {
    this.application = application;
    this.index = index;
    this.type = type;
  }

  /** The application that computes this value. */
  public Application application() {
    return application;
  }

  /** Which of the application's results this is, from 0. */
  public int index() {
    return index;
  }

  @Override
  public TensorType type() {
    return type;
  }

  @Override
  public String toString() {
    String position = application.results().size() == 1 ? "" : "#" + index;
    return application.op().name() + position + ":" + type;
  }
}
