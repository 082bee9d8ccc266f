package dev.ranvier.exec;

import java.util.Optional;

/**
 * How a family of kernels makes itself known to {@link Engines}; found by {@code ServiceLoader}.
 */
public interface BackendProvider {
  /** Lower ranks are asked first for each op. */
  int rank();

  /**
   * The threads this family would have all kernels run on, if it has its own and they can be had.
   *
   * @param threads how many parts shall run at the same time
   */
  default Optional<Workers> workers(int threads) {
    return Optional.empty();
  }

  /** Why the family cannot work here, with the remedy; empty when it can. */
  default Optional<String> problem() {
    return Optional.empty();
  }

  /** The backend on the threads that were chosen; empty, and logged, where it cannot work here. */
  Optional<Backend> backend(Workers workers);
}
