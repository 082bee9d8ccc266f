package dev.ranvier.kernel.vector.winograd;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.BackendProvider;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.loop.LoopForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Offers Winograd's convolutions, before all others, where the Vector API is present; {@code
 * -Dranvier.winograd=off} turns them off.
 */
public final class WinogradProvider implements BackendProvider {
  private static final String PROPERTY = "ranvier.winograd";

  /** Linux describes the processor here; other systems have no such file. */
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  /** For {@code ServiceLoader}. */
  public WinogradProvider() {}

  @Override
  public int rank() {
    return 5;
  }

  @Override
  public Optional<Backend> backend(Workers workers) {
    boolean on = !"off".equals(System.getProperty(PROPERTY));
    return on && LoopForm.available() == LoopForm.VECTOR
        ? Optional.of(new WinogradBackend(workers, !hasMatrixUnits()))
        : Optional.empty();
  }

  /** Whether the processor has AMX, as far as the system tells. */
  private static boolean hasMatrixUnits() {
    try {
      return Files.readString(PROCESSOR).contains(" amx_bf16");
    } catch (IOException unknown) {
      return false;
    }
  }
}
