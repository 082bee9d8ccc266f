package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.CpuEngine;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.NativeCall;
import dev.ranvier.kernel.onednn.binding.NativeFunction;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.binding.Propagation;

/**
 * Describes convolution primitives: forward, backward to the source, backward to weights and bias.
 *
 * <p>Source and destination have dimensions N, C, spatial…; weights O, I, spatial… or, in groups,
 * G, O/G, I/G, spatial…; bias O.
 *
 * @param window how the kernel moves
 */
public record ConvolutionPrimitives(SlidingWindow window) {

  private static final int DIRECT = 1;

  public PrimitiveDescription forward(
      Propagation propagation,
      MemoryDescription source,
      MemoryDescription weights,
      MemoryDescription bias,
      MemoryDescription destination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () ->
            "convolution: source %s weights %s bias %s destination %s %s"
                .formatted(source, weights, bias, destination, window),
        attributes,
        (out, attribute, arena) ->
            Forward.CREATE.call(
                out,
                CpuEngine.cpu().address(),
                propagation.code(),
                DIRECT,
                source.address(),
                weights.address(),
                bias.address(),
                destination.address(),
                NativeCall.array(arena, window.strides()),
                NativeCall.array(arena, window.elementsLeftOut()),
                NativeCall.array(arena, window.paddingLow()),
                NativeCall.array(arena, window.paddingHigh()),
                attribute));
  }

  public PrimitiveDescription backwardData(
      PrimitiveDescription forward,
      MemoryDescription diffSource,
      MemoryDescription weights,
      MemoryDescription diffDestination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () ->
            "convolution backward to the source %s: weights %s, gradient %s %s"
                .formatted(diffSource, weights, diffDestination, window),
        attributes,
        (out, attribute, arena) ->
            BackwardData.CREATE.call(
                out,
                CpuEngine.cpu().address(),
                DIRECT,
                diffSource.address(),
                weights.address(),
                diffDestination.address(),
                NativeCall.array(arena, window.strides()),
                NativeCall.array(arena, window.elementsLeftOut()),
                NativeCall.array(arena, window.paddingLow()),
                NativeCall.array(arena, window.paddingHigh()),
                forward.address(),
                attribute));
  }

  public PrimitiveDescription backwardWeights(
      PrimitiveDescription forward,
      MemoryDescription source,
      MemoryDescription diffWeights,
      MemoryDescription diffBias,
      MemoryDescription diffDestination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () ->
            "convolution backward to weights %s and bias %s: source %s, gradient %s %s"
                .formatted(diffWeights, diffBias, source, diffDestination, window),
        attributes,
        (out, attribute, arena) ->
            BackwardWeights.CREATE.call(
                out,
                CpuEngine.cpu().address(),
                DIRECT,
                source.address(),
                diffWeights.address(),
                diffBias.address(),
                diffDestination.address(),
                NativeCall.array(arena, window.strides()),
                NativeCall.array(arena, window.elementsLeftOut()),
                NativeCall.array(arena, window.paddingLow()),
                NativeCall.array(arena, window.paddingHigh()),
                forward.address(),
                attribute));
  }

  // One holder per function: binding one takes about a millisecond, and inference needs one only.

  private static final class Forward {
    static final NativeFunction CREATE =
        NativeFunction.named("dnnl_convolution_forward_primitive_desc_create");
  }

  private static final class BackwardData {
    static final NativeFunction CREATE =
        NativeFunction.named("dnnl_convolution_backward_data_primitive_desc_create");
  }

  private static final class BackwardWeights {
    static final NativeFunction CREATE =
        NativeFunction.named("dnnl_convolution_backward_weights_primitive_desc_create");
  }
}
