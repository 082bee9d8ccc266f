package dev.ranvier.kernel.onednn;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * Describes primitives of any number of sources ({@link Argument#source}): sum and concatenation.
 */
final class CombinationPrimitives {

  private CombinationPrimitives() {}

  /** destination = sum over i of scales[i] · sources[i], all of one shape. */
  static PrimitiveDescription sum(
      MemoryDescription destination, float[] scales, List<MemoryDescription> sources) {
    return PrimitiveDescription.choose(
        () -> "sum of %s to %s".formatted(sources, destination),
        Attributes.PLAIN,
        (out, attribute, arena) ->
            (int)
                Sum.CREATE.invokeExact(
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
            (int)
                Concatenation.CREATE.invokeExact(
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
    static final MethodHandle CREATE =
        NativeCall.status("dnnl_sum_primitive_desc_create", "pppippp");
  }

  private static final class Concatenation {
    static final MethodHandle CREATE =
        NativeCall.status("dnnl_concat_primitive_desc_create", "pppiipp");
  }
}
