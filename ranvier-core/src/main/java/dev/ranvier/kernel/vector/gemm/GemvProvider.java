package dev.ranvier.kernel.vector.gemm;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.BackendProvider;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.loop.LoopForm;
import java.util.Optional;

/** Offers products of single rows, before all others, where the Vector API is present. */
public final class GemvProvider implements BackendProvider {
  /** For {@code ServiceLoader}. */
  public GemvProvider() {}

  @Override
  public int rank() {
    return 4;
  }

  @Override
  public Optional<Backend> backend(Workers workers) {
    return LoopForm.available() == LoopForm.VECTOR
        ? Optional.of(new GemvBackend(workers))
        : Optional.empty();
  }
}
