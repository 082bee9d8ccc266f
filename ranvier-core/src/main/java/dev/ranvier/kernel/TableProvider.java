package dev.ranvier.kernel;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.BackendProvider;
import dev.ranvier.exec.Workers;
import java.util.Optional;

/** Offers what the tables choose, before the families of kernels themselves are asked. */
public final class TableProvider implements BackendProvider {
  /** For {@code ServiceLoader}. */
  public TableProvider() {}

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Optional<Backend> backend(Workers workers) {
    return Optional.of(new TableBackend(Machine.current(workers), workers));
  }
}
