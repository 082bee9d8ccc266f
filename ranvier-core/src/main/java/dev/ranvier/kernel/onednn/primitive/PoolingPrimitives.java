package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.CpuEngine;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.NativeCall;
import dev.ranvier.kernel.onednn.binding.NativeFunction;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.binding.Propagation;
import java.util.Arrays;

/**
 * Describes average pooling primitives: the mean of each window, and its gradient.
 *
 * @param kind what the mean is over
 * @param size the window's size, one entry per spatial axis
 * @param window how it moves
 */
public record PoolingPrimitives(Kind kind, long[] size, SlidingWindow window) {

  /** What the mean is over. */
  enum Kind {
    /** The mean, padding counted as zeros. */
    MEAN_WITH_PADDING(0x2ff),
    /** The mean of the elements that are there. */
    MEAN_WITHOUT_PADDING(0x3ff);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  PrimitiveDescription forward(
      Propagation propagation,
      MemoryDescription source,
      MemoryDescription destination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () ->
            "pooling %s of %s: source %s destination %s %s"
                .formatted(kind, Arrays.toString(size), source, destination, window),
        attributes,
        (out, attribute, arena) ->
            Forward.CREATE.call(
                out,
                CpuEngine.cpu().address(),
                propagation.code(),
                kind.code,
                source.address(),
                destination.address(),
                NativeCall.array(arena, window.strides()),
                NativeCall.array(arena, size),
                NativeCall.array(arena, window.elementsLeftOut()),
                NativeCall.array(arena, window.paddingLow()),
                NativeCall.array(arena, window.paddingHigh()),
                attribute));
  }

  PrimitiveDescription backward(
      PrimitiveDescription forward,
      MemoryDescription diffSource,
      MemoryDescription diffDestination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () ->
            "pooling %s of %s backward to %s: gradient %s %s"
                .formatted(kind, Arrays.toString(size), diffSource, diffDestination, window),
        attributes,
        (out, attribute, arena) ->
            Backward.CREATE.call(
                out,
                CpuEngine.cpu().address(),
                kind.code,
                diffSource.address(),
                diffDestination.address(),
                NativeCall.array(arena, window.strides()),
                NativeCall.array(arena, size),
                NativeCall.array(arena, window.elementsLeftOut()),
                NativeCall.array(arena, window.paddingLow()),
                NativeCall.array(arena, window.paddingHigh()),
                forward.address(),
                attribute));
  }

  private static final class Forward {
    static final NativeFunction CREATE =
        NativeFunction.named("dnnl_pooling_forward_primitive_desc_create");
  }

  private static final class Backward {
    static final NativeFunction CREATE =
        NativeFunction.named("dnnl_pooling_backward_primitive_desc_create");
  }
}
