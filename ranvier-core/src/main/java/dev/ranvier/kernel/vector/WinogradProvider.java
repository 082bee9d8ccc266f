package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.BackendProvider;
import dev.ranvier.exec.Workers;
import java.util.Optional;

/**
 * Offers Winograd's convolutions, before all others, where the Vector API is present; {@code
 * -Dranvier.winograd=off} turns them off.
 */
public final class WinogradProvider implements BackendProvider {
  private static final String PROPERTY = "ranvier.winograd";

  /** For {@code ServiceLoader}. */
  public WinogradProvider() {}

  @Override
  public int rank() {
    return 5;
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public Optional<Workers> workers(int threads) {
    return Optional.empty();
  }

  @Override
  public Optional<Backend> backend(Workers workers) {
    boolean on = !"off".equals(System.getProperty(PROPERTY));
    return on && LoopForm.available() == LoopForm.VECTOR
        ? Optional.of(new WinogradBackend(workers))
        : Optional.empty();
  }
}
