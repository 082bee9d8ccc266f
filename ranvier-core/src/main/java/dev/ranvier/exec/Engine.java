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
 * @param precision what GEMMs and convolutions compute in
 * @param recomputes whether plans take less memory by computing some values twice
 */
public record Engine(
    Workers workers, List<Backend> backends, Precision precision, boolean recomputes) {
  /** An engine that computes in single precision, and everything once. */
  public Engine(Workers workers, List<Backend> backends) {
    this(workers, backends, Precision.FP32, false);
  }

  /** Copies the list and checks that the precision can be had. */
  public Engine {
    backends = List.copyOf(backends);
    if (precision == Precision.BF16 && backends.stream().noneMatch(Backend::hasBf16)) {
      throw new IllegalArgumentException(
          "engine: precision bf16 needs oneDNN and a processor with AVX512-BF16 or AMX; use fp32 or"
              + " auto");
    }
  }

  /**
   * The same engine computing in another precision.
   *
   * @throws IllegalArgumentException for {@link Precision#BF16} where the processor has no
   *     instructions for it
   */
  public Engine withPrecision(Precision other) {
    return new Engine(workers, backends, other, recomputes);
  }

  /** Whether plans compute in bf16: as asked for, or with {@link Precision#AUTO} where it can. */
  public boolean computesInBf16() {
    return precision != Precision.FP32 && backends.stream().anyMatch(Backend::hasBf16);
  }

  /**
   * The same engine with plans that take less memory, or not: with it, values that wait long for
   * their next use are computed again, where that makes the memory of a plan smaller. Results are
   * the same to the last bit.
   */
  public Engine withRecomputation(boolean wanted) {
    return new Engine(workers, backends, precision, wanted);
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
    return new Compiler(this, new Preparation()).compile(inputs, outputs, assignments);
  }

  /**
   * Compiles a graph that computes some values and shares with other plans what they all compute
   * from variables alone, and packed weights.
   *
   * @param preparation what is shared; between plans of this engine
   */
  public Plan compile(List<Input> inputs, List<? extends Node> outputs, Preparation preparation) {
    return new Compiler(this, preparation).compile(inputs, outputs, List.of());
  }
}
