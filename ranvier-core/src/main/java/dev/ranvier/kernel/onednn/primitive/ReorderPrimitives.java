package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.BoundPrimitive;
import dev.ranvier.kernel.onednn.binding.CpuEngine;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.NativeFunction;
import dev.ranvier.kernel.onednn.binding.Operand;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import java.lang.foreign.MemorySegment;

/** Describes copies from one layout or type to another: destination[i] = source[i]. */
public final class ReorderPrimitives {

  private static final NativeFunction CREATE =
      NativeFunction.named("dnnl_reorder_primitive_desc_create");

  private ReorderPrimitives() {}

  static PrimitiveDescription between(MemoryDescription source, MemoryDescription destination) {
    return PrimitiveDescription.choose(
        () -> "reorder %s to %s".formatted(source, destination),
        Attributes.PLAIN,
        (out, attribute, arena) ->
            CREATE.call(
                out,
                source.address(),
                CpuEngine.cpu().address(),
                destination.address(),
                CpuEngine.cpu().address(),
                attribute));
  }

  /** A copy of a buffer to another. */
  static BoundPrimitive bound(
      MemoryDescription from, MemorySegment source, MemoryDescription to, MemorySegment target) {
    return between(from, to)
        .compile()
        .bind(Operand.of(Argument.SOURCE, source), Operand.of(Argument.DESTINATION, target));
  }
}
