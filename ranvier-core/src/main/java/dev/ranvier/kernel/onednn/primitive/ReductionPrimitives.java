package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.CpuEngine;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.NativeCall;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import java.lang.invoke.MethodHandle;

/**
 * Describes reductions: along every axis that has size 1 in the destination and not in the source.
 *
 * @param kind what is taken of the elements
 */
public record ReductionPrimitives(Kind kind) {

  private static final MethodHandle CREATE =
      NativeCall.status("dnnl_reduction_primitive_desc_create", "ppippffp");

  /** What is taken of the elements ({@code dnnl_reduction_*}). */
  enum Kind {
    MAXIMUM(0x2fff2),
    MINIMUM(0x2fff3),
    SUM(0x2fff4),
    PRODUCT(0x2fff5),
    MEAN(0x2fff6);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  PrimitiveDescription forward(
      MemoryDescription source, MemoryDescription destination, Attributes attributes) {
    float unusedPower = 0;
    float unusedEpsilon = 0;
    return PrimitiveDescription.choose(
        () -> "%s of %s to %s".formatted(kind, source, destination),
        attributes,
        (out, attribute, arena) ->
            (int)
                CREATE.invokeExact(
                    out,
                    CpuEngine.cpu().address(),
                    kind.code,
                    source.address(),
                    destination.address(),
                    unusedPower,
                    unusedEpsilon,
                    attribute));
  }
}
