package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.CpuEngine;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.NativeCall;
import dev.ranvier.kernel.onednn.binding.NativeFunction;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import java.lang.foreign.Arena;
import java.util.List;

/** Describes sums of any number of sources ({@link Argument#source}). */
public final class SumPrimitives {

  private SumPrimitives() {}

  /** destination = sum over i of scales[i] · sources[i], all of one shape. */
  public static PrimitiveDescription of(
      MemoryDescription destination, float[] scales, List<MemoryDescription> sources) {
    return PrimitiveDescription.choose(
        () -> "sum of %s to %s".formatted(sources, destination),
        Attributes.PLAIN,
        (out, attribute, arena) ->
            Sum.CREATE.call(
                out,
                CpuEngine.cpu().address(),
                destination.address(),
                sources.size(),
                arena.allocateFrom(NativeCall.FLOAT, scales).address(),
                addresses(arena, sources),
                attribute));
  }

  private static long addresses(Arena arena, List<MemoryDescription> descriptions) {
    return NativeCall.array(
        arena, descriptions.stream().mapToLong(MemoryDescription::address).toArray());
  }

  private static final class Sum {
    static final NativeFunction CREATE = NativeFunction.named("dnnl_sum_primitive_desc_create");
  }
}
