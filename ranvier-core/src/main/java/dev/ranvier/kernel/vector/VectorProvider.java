package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.BackendProvider;
import dev.ranvier.exec.JavaWorkers;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.loop.LoopForm;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the kernels in Java, and Java threads where no other family brings its own. */
public final class VectorProvider implements BackendProvider {
  private static final Logger LOG = LoggerFactory.getLogger(VectorProvider.class);

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
    if (LoopForm.available() == LoopForm.PLAIN) {
      LOG.info(
          "kernels run without the Vector API, several times slower; "
              + "start Java with --add-modules jdk.incubator.vector and without -Dranvier.vector=off");
    }
    return Optional.of(new VectorBackend(workers));
  }
}
