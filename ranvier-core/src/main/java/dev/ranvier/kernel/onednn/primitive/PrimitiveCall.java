package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.exec.Kernel;
import dev.ranvier.kernel.onednn.binding.BoundPrimitive;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import java.util.List;
import java.util.Optional;

/** Runs primitives in order. */
public final class PrimitiveCall implements Kernel.Call {
  private final BoundPrimitive[] primitives;
  private final Optional<GompWorkers> workers = GompWorkers.find();
  private final boolean alone;

  /**
   * A call.
   *
   * @param alone whether they stay on the thread that calls them
   */
  public PrimitiveCall(List<BoundPrimitive> primitives, boolean alone) {
    this.primitives = primitives.toArray(BoundPrimitive[]::new);
    this.alone = alone;
  }

  @Override
  public void run() {
    if (alone) {
      GompWorkers.confine();
    } else if (workers.isPresent()) {
      workers.get().join();
    }
    for (BoundPrimitive primitive : primitives) {
      primitive.execute();
    }
  }
}
