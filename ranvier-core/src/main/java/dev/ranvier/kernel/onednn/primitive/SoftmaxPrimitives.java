package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.CpuEngine;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.NativeFunction;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.binding.Propagation;

/**
 * Describes softmax primitives: exp(x) / sum of exp(x) along an axis.
 *
 * @param axis the axis that sums to one
 */
public record SoftmaxPrimitives(int axis) {

  private static final int ACCURATE = 0x30000;

  PrimitiveDescription forward(
      Propagation propagation,
      MemoryDescription source,
      MemoryDescription destination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () -> "%s: source %s destination %s".formatted(this, source, destination),
        attributes,
        (out, attribute, arena) ->
            Forward.CREATE.call(
                out,
                CpuEngine.cpu().address(),
                propagation.code(),
                ACCURATE,
                source.address(),
                destination.address(),
                axis,
                attribute));
  }

  PrimitiveDescription backward(
      PrimitiveDescription forward,
      MemoryDescription diffSource,
      MemoryDescription diffDestination,
      MemoryDescription destination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () -> "%s backward: result %s gradient %s".formatted(this, destination, diffDestination),
        attributes,
        (out, attribute, arena) ->
            Backward.CREATE.call(
                out,
                CpuEngine.cpu().address(),
                ACCURATE,
                diffSource.address(),
                diffDestination.address(),
                destination.address(),
                axis,
                forward.address(),
                attribute));
  }

  @Override
  public String toString() {
    return "softmax along axis " + axis;
  }

  private static final class Forward {
    static final NativeFunction CREATE =
        NativeFunction.named("dnnl_softmax_forward_primitive_desc_create");
  }

  private static final class Backward {
    static final NativeFunction CREATE =
        NativeFunction.named("dnnl_softmax_backward_primitive_desc_create");
  }
}
