package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.CpuEngine;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.NativeFunction;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.binding.Propagation;

/**
 * Describes inner products: destination[n,o] = sum over i of source[n,i] weights[o,i] + bias[o],
 * and their backward passes.
 *
 * <p>The dimensions i may be several (C, H, W) when source and weights both have them.
 */
public final class InnerProductPrimitives {

  private InnerProductPrimitives() {}

  static PrimitiveDescription forward(
      Propagation propagation,
      MemoryDescription source,
      MemoryDescription weights,
      MemoryDescription bias,
      MemoryDescription destination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () ->
            "inner product: source %s weights %s bias %s destination %s"
                .formatted(source, weights, bias, destination),
        attributes,
        (out, attribute, arena) ->
            Forward.CREATE.call(
                out,
                CpuEngine.cpu().address(),
                propagation.code(),
                source.address(),
                weights.address(),
                bias.address(),
                destination.address(),
                attribute));
  }

  static PrimitiveDescription backwardData(
      PrimitiveDescription forward,
      MemoryDescription diffSource,
      MemoryDescription weights,
      MemoryDescription diffDestination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () ->
            "inner product backward to the source %s: weights %s, gradient %s"
                .formatted(diffSource, weights, diffDestination),
        attributes,
        (out, attribute, arena) ->
            BackwardData.CREATE.call(
                out,
                CpuEngine.cpu().address(),
                diffSource.address(),
                weights.address(),
                diffDestination.address(),
                forward.address(),
                attribute));
  }

  static PrimitiveDescription backwardWeights(
      PrimitiveDescription forward,
      MemoryDescription source,
      MemoryDescription diffWeights,
      MemoryDescription diffBias,
      MemoryDescription diffDestination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () ->
            "inner product backward to weights %s and bias %s: source %s, gradient %s"
                .formatted(diffWeights, diffBias, source, diffDestination),
        attributes,
        (out, attribute, arena) ->
            BackwardWeights.CREATE.call(
                out,
                CpuEngine.cpu().address(),
                source.address(),
                diffWeights.address(),
                diffBias.address(),
                diffDestination.address(),
                forward.address(),
                attribute));
  }

  private static final class Forward {
    static final NativeFunction CREATE =
        NativeFunction.named("dnnl_inner_product_forward_primitive_desc_create");
  }

  private static final class BackwardData {
    static final NativeFunction CREATE =
        NativeFunction.named("dnnl_inner_product_backward_data_primitive_desc_create");
  }

  private static final class BackwardWeights {
    static final NativeFunction CREATE =
        NativeFunction.named("dnnl_inner_product_backward_weights_primitive_desc_create");
  }
}
