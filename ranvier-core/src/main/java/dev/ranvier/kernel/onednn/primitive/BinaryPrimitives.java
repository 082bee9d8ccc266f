package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.BinaryFunction;
import dev.ranvier.kernel.onednn.binding.CpuEngine;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.NativeFunction;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;

/**
 * Describes primitives of two operands: destination[i] = f(first[i], second[i]), with dimensions of
 * 1 in the second broadcast.
 *
 * @param function f
 */
public record BinaryPrimitives(BinaryFunction function) {

  private static final NativeFunction CREATE =
      NativeFunction.named("dnnl_binary_primitive_desc_create");

  PrimitiveDescription forward(
      MemoryDescription first,
      MemoryDescription second,
      MemoryDescription destination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () -> "%s: %s and %s to %s".formatted(function, first, second, destination),
        attributes,
        (out, attribute, arena) ->
            CREATE.call(
                out,
                CpuEngine.cpu().address(),
                function.code(),
                first.address(),
                second.address(),
                destination.address(),
                attribute));
  }
}
