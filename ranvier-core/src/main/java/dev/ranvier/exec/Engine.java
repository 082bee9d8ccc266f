package dev.ranvier.exec;

import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import java.util.List;

/**
 * What plans run on: the worker threads and the backends that offer kernels for them.
 *
 * <p>Immutable and shared; {@link Engines#standard} gives the fastest one this machine allows.
 *
 * @param workers the threads that all kernels share
 * @param backends asked in this order for each op
 */
public record Engine(Workers workers, List<Backend> backends) {
  /** Copies the list. */
  public Engine {
    backends = List.copyOf(backends);
  }

  /**
   * Compiles a graph that computes some values.
   *
   * @param inputs what the caller supplies at each run; every input the outputs depend on
   * @param outputs the values to compute
   */
  public Plan compile(List<Input> inputs, List<? extends Node> outputs) {
    return compile(inputs, outputs, List.of());
  }

  /**
   * Compiles a graph that computes some values and replaces some variables.
   *
   * @param inputs what the caller supplies at each run; every input the graph depends on
   * @param outputs the values to compute
   * @param assignments the variables to replace at the end of each run
   * @throws IllegalArgumentException when the graph depends on an input that is not listed
   */
  public Plan compile(
      List<Input> inputs, List<? extends Node> outputs, List<Assignment> assignments) {
    return new Compiler(backends).compile(inputs, outputs, assignments);
  }
}
