package dev.ranvier.kernel.onednn;

import java.lang.invoke.MethodHandle;

/** Describes copies from one layout or type to another: destination[i] = source[i]. */
final class ReorderPrimitives {

  private static final MethodHandle CREATE =
      NativeCall.status("dnnl_reorder_primitive_desc_create", "pppppp");

  private ReorderPrimitives() {}

  static PrimitiveDescription between(MemoryDescription source, MemoryDescription destination) {
    return PrimitiveDescription.choose(
        () -> "reorder %s to %s".formatted(source, destination),
        Attributes.PLAIN,
        (out, attribute, arena) ->
            (int)
                CREATE.invokeExact(
                    out,
                    source.address(),
                    CpuEngine.cpu().address(),
                    destination.address(),
                    CpuEngine.cpu().address(),
                    attribute));
  }
}
