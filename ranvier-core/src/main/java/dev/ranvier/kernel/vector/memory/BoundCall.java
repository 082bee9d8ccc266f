package dev.ranvier.kernel.vector.memory;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;

/**
 * A call that knows its buffers by address only.
 *
 * @param binding kept so that the buffers stay alive
 * @param work what is done
 */
public record BoundCall(Binding binding, Runnable work) implements Kernel.Call {
  @Override
  public void run() {
    work.run();
  }
}
