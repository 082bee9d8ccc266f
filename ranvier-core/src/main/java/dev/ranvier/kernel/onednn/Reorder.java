package dev.ranvier.kernel.onednn;

import static dev.ranvier.kernel.onednn.Call.POINTER;

import java.lang.invoke.MethodHandle;

/** Describes copies from one layout or type to another: destination[i] = source[i]. */
final class Reorder {

  private static final MethodHandle CREATE =
      Call.status(
          "dnnl_reorder_primitive_desc_create",
          POINTER, POINTER, POINTER, POINTER, POINTER, POINTER);

  private Reorder() {}

  static PrimitiveDescription between(MemoryDescription source, MemoryDescription destination) {
    return PrimitiveDescription.choose(
        () -> "reorder %s to %s".formatted(source, destination),
        Attributes.PLAIN,
        (out, attribute, arena) ->
            (int)
                CREATE.invokeExact(
                    out,
                    source.address(),
                    Engine.cpu().address(),
                    destination.address(),
                    Engine.cpu().address(),
                    attribute));
  }
}
