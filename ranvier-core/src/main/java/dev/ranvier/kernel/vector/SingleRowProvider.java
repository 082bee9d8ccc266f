package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.BackendProvider;
import dev.ranvier.exec.Workers;
import java.util.Optional;

/** Offers products of single rows, before all others, where the Vector API is present. */
public final class SingleRowProvider implements BackendProvider {
  /** For {@code ServiceLoader}. */
  public SingleRowProvider() {}

  @Override
  public int rank() {
    return 4;
  }

  @Override
  public Optional<Backend> backend(Workers workers) {
    return LoopForm.available() == LoopForm.VECTOR
        ? Optional.of(new SingleRowBackend(workers))
        : Optional.empty();
  }
}
