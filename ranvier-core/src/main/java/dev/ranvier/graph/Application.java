package dev.ranvier.graph;

import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * An op applied to nodes: one step of a graph, with one or more results.
 *
 * <p>Building it checks the inputs by the op's shape rule, so a graph that exists is well typed. It
 * remembers the name scope it was built in ({@link Scope}), for errors and profiles.
 */
public final class Application {
  private final Op op;
  private final List<Node> inputs;
  private final List<Result> results;
  private final String scope;

  private Application(Op op, List<Node> inputs, List<TensorType> types, String scope) {
    this.op = op;
    this.inputs = List.copyOf(inputs);
    this.scope = scope;
    Result[] made = new Result[types.size()];
    for (int i = 0; i < made.length; i++) {
      made[i] = new Result(this, i, types.get(i));
    }
    this.results = List.of(made);
  }

  /**
   * Applies an op in the current name scope.
   *
   * @throws IllegalArgumentException from the op's shape rule when the inputs do not fit
   */
  public static Application of(Op op, List<? extends Node> inputs) {
    return of(op, inputs, Scope.current());
  }

  /** Applies an op in a given name scope; passes that rebuild a graph keep scopes with it. */
  public static Application of(Op op, List<? extends Node> inputs, String scope) {
    List<TensorType> types = inputs.stream().map(Node::type).toList();
    try {
      List<TensorType> results = op.infer(types);
      results.forEach(result -> requireCountable(op.name() + ": result", result));
      return new Application(op, List.copyOf(inputs), results, scope);
    } catch (IllegalArgumentException e) {
      if (scope.isEmpty() || e.getMessage().contains("'" + scope + "'")) {
        throw e;
      }
      throw new IllegalArgumentException("layer '" + scope + "': " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          (scope.isEmpty() ? "" : "layer '" + scope + "': ")
              + op.name()
              + ": of inputs "
              + types
              + ", a size of the result would be more than "
              + Integer.MAX_VALUE
              + "; take smaller sizes",
          e);
    }
  }

  /** Kernels count the elements of a tensor by an int; this is where they may rely on it. */
  static void requireCountable(String what, TensorType type) {
    if (type.shape().isEmpty()) {
      throw new IllegalArgumentException(
          what + ": " + type + " has no elements; every size must be at least 1");
    }
    if (type.shape().elements() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          what
              + " "
              + type
              + " has "
              + type.shape().elements()
              + " elements, and a tensor in a graph at most "
              + Integer.MAX_VALUE
              + "; take a smaller batch or smaller layers");
    }
  }

  /** What is computed. */
  public Op op() {
    return op;
  }

  /** What it is computed from, in the op's order. */
  public List<Node> inputs() {
    return inputs;
  }

  /** What it gives, in the op's order. */
  public List<Result> results() {
    return results;
  }

  /** The only result of an op that gives one. */
  public Result result() {
    if (results.size() != 1) {
      throw new IllegalStateException(
          op.name() + " gives " + results.size() + " results; say which one");
    }
    return results.getFirst();
  }

  /** The name scope it was built in, for example {@code conv1}; empty outside any layer. */
  public String scope() {
    return scope;
  }

  @Override
  public String toString() {
    return op + inputs.toString() + (scope.isEmpty() ? "" : " in " + scope);
  }
}
