package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.CpuEngine;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.NativeCall;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.binding.Propagation;
import java.lang.invoke.MethodHandle;

/**
 * Describes local response normalization across channels: x / (k + alpha / size · sum of x² over
 * {@code size} neighbouring channels)^beta (Krizhevsky et al., 2012; there alpha is not divided).
 *
 * @param size how many channels, the own one in the middle
 * @param alpha weight of the squares
 * @param beta exponent
 * @param k what is added
 */
public record ResponseNormalizationPrimitives(long size, float alpha, float beta, float k) {

  private static final int ACROSS_CHANNELS = 0xaff;

  PrimitiveDescription forward(
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
                    ACROSS_CHANNELS,
                    source.address(),
                    destination.address(),
                    size,
                    alpha,
                    beta,
                    k,
                    attribute));
  }

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
                    ACROSS_CHANNELS,
                    diffSource.address(),
                    diffDestination.address(),
                    source.address(),
                    size,
                    alpha,
                    beta,
                    k,
                    forward.address(),
                    attribute));
  }

  @Override
  public String toString() {
    return "response normalization over %d channels, alpha %s beta %s k %s"
        .formatted(size, alpha, beta, k);
  }

  private static final class Forward {
    static final MethodHandle CREATE =
        NativeCall.status("dnnl_lrn_forward_primitive_desc_create", "ppiipplfffp");
  }

  private static final class Backward {
    static final MethodHandle CREATE =
        NativeCall.status("dnnl_lrn_backward_primitive_desc_create", "ppippplfffpp");
  }
}
