package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.BackendProvider;
import dev.ranvier.exec.JavaWorkers;
import dev.ranvier.exec.Workers;
import java.util.Optional;

/** Offers the kernels in Java, and Java threads where no other family brings its own. */
public final class VectorProvider implements BackendProvider {
  /** For {@code ServiceLoader}. */
  public VectorProvider() {}

  @Override
  public int rank() {
    return 20;
  }

  @Override
  public Optional<Workers> workers(int threads) {
    return Optional.of(new JavaWorkers(threads));
  }

  @Override
  public Optional<Backend> backend(Workers workers) {
    return Optional.of(new VectorBackend(workers));
  }
}
