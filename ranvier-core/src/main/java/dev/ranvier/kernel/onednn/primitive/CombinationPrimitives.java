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

/**
 * Describes primitives of any number of sources ({@link Argument#source}): sum and concatenation.
 */
public final class CombinationPrimitives {

  private CombinationPrimitives() {}

  /** destination = sum over i of scales[i] · sources[i], all of one shape. */
  public static PrimitiveDescription sum(
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

  /** The sources one after another along an axis. */
  static PrimitiveDescription concatenation(
      MemoryDescription destination, int axis, List<MemoryDescription> sources) {
    return PrimitiveDescription.choose(
        () -> "concatenation of %s along axis %d to %s".formatted(sources, axis, destination),
        Attributes.PLAIN,
        (out, attribute, arena) ->
            Concatenation.CREATE.call(
                out,
                CpuEngine.cpu().address(),
                destination.address(),
                sources.size(),
                axis,
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

  private static final class Concatenation {
    static final NativeFunction CREATE = NativeFunction.named("dnnl_concat_primitive_desc_create");
  }
}
