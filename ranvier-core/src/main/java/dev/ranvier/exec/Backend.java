package dev.ranvier.exec;

import dev.ranvier.graph.Application;
import java.util.Optional;
import java.util.Set;

/**
 * A family of kernels. The compiler asks its backends in order and takes the first kernel offered;
 * where none offers one, the op's own definition runs.
 */
public interface Backend {
  /** A short name for plans and reports, such as {@code onednn}. */
  String name();

  /** The name with what else tells it from others: a version, an instruction set. */
  String describe();

  /** A kernel for an application's op, types and attributes, if this backend has one. */
  Optional<Kernel> kernel(Application application);

  /** The same kernel, and why it is taken. */
  default Optional<Choice> choose(Application application) {
    return kernel(application).map(kernel -> new Choice(kernel, ""));
  }

  /**
   * A kernel that was chosen.
   *
   * @param row the name of the row of a table that says so; empty where there is no table
   */
  record Choice(Kernel kernel, String row) {}

  /** The same backend with kernels that stay on the thread that calls them. */
  default Backend onCallersThread() {
    return this;
  }

  /** Whether the processor has instructions for GEMM with bf16 operands that it can use. */
  default boolean hasBf16() {
    return false;
  }

  /**
   * Whether this backend computes an application of single-precision operands faster when the large
   * ones are given in bf16.
   *
   * @param frozen the inputs that stay from run to run, so that rounding them costs nothing
   */
  default boolean paysInBf16(Application application, Set<Integer> frozen) {
    return false;
  }
}
