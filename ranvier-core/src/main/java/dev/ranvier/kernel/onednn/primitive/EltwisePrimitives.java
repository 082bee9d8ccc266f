package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.CpuEngine;
import dev.ranvier.kernel.onednn.binding.EltwiseFunction;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.NativeCall;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.binding.Propagation;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * Describes elementwise primitives, destination[i] = f(source[i]; alpha, beta), and their
 * gradients.
 *
 * @param function f
 * @param alpha its first parameter
 * @param beta its second parameter
 */
public record EltwisePrimitives(EltwiseFunction function, float alpha, float beta) {

  public PrimitiveDescription forward(
      Propagation propagation,
      MemoryDescription source,
      MemoryDescription destination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () -> "%s: source %s destination %s".formatted(this, source, destination),
        attributes,
        (out, attribute, arena) ->
            (int)
                Forward.CREATE.invokeExact(
                    out,
                    CpuEngine.cpu().address(),
                    propagation.code(),
                    function.code(),
                    source.address(),
                    destination.address(),
                    alpha,
                    beta,
                    attribute));
  }

  /** The gradient as a function of the source. */
  PrimitiveDescription backward(
      PrimitiveDescription forward,
      MemoryDescription diffSource,
      MemoryDescription diffDestination,
      MemoryDescription source,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () -> "%s backward: source %s gradient %s".formatted(this, source, diffDestination),
        attributes,
        (out, attribute, arena) ->
            (int)
                Backward.CREATE.invokeExact(
                    out,
                    CpuEngine.cpu().address(),
                    function.code(),
                    diffSource.address(),
                    diffDestination.address(),
                    source.address(),
                    alpha,
                    beta,
                    forward.address(),
                    attribute));
  }

  @Override
  public String toString() {
    return "%s(%s, %s)".formatted(function, alpha, beta).toLowerCase(Locale.ROOT);
  }

  private static final class Forward {
    static final MethodHandle CREATE =
        NativeCall.status("dnnl_eltwise_forward_primitive_desc_create", "ppiippffp");
  }

  private static final class Backward {
    static final MethodHandle CREATE =
        NativeCall.status("dnnl_eltwise_backward_primitive_desc_create", "ppipppffpp");
  }
}
