package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.exec.Kernel;
import dev.ranvier.kernel.onednn.binding.BoundPrimitive;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of a buffer to another, from one layout or type to another.
 *
 * @param from the layout of the source
 * @param to the layout of the target
 */
public record Reorder(
    MemoryDescription from, MemorySegment source, MemoryDescription to, MemorySegment target) {
  /**
   * A call that makes all copies, by loops of our own where those are faster: by all threads,
   * unless this is asked for where kernels stay on the calling one.
   */
  public static Kernel.Call call(List<Reorder> reorders) {
    List<BoundPrimitive> primitives = new ArrayList<>();
    List<VnniReorder> paired = new ArrayList<>();
    for (Reorder reorder : reorders) {
      primitives.add(
          ReorderPrimitives.bound(reorder.from, reorder.source, reorder.to, reorder.target));
      VnniReorder.of(reorder).ifPresent(paired::add);
    }
    Kernel.Call plain = new PrimitiveCall(primitives, GompWorkers.isAlone());
    return paired.isEmpty() || paired.size() < reorders.size()
        ? plain
        : VnniReorder.call(paired, plain);
  }
}
