package dev.ranvier.kernel.onednn;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.BackendProvider;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.kernel.onednn.binding.NativeLibrary;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers oneDNN's kernels, and its threads for everybody, where the native library can be loaded.
 */
public final class OneDnnProvider implements BackendProvider {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnnProvider.class);

  /** For {@code ServiceLoader}. */
  public OneDnnProvider() {}

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public Optional<String> problem() {
    return NativeLibrary.problem();
  }

  @Override
  public Optional<Workers> workers(int threads) {
    if (problem().isPresent()) {
      return Optional.empty();
    }
    Optional<GompWorkers> workers = GompWorkers.find();
    workers.ifPresent(found -> found.setThreads(threads));
    return workers.map(found -> found);
  }

  @Override
  public Optional<Backend> backend(Workers workers) {
    Optional<String> problem = problem();
    if (problem.isPresent()) {
      LOG.warn("{}; kernels in Java run instead, several times slower", problem.get());
      return Optional.empty();
    }
    return Optional.of(new OneDnnBackend(OneDnnBackend.processor(), workers.threads() == 1));
  }
}
