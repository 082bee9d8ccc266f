package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.CpuEngine;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.NativeFunction;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;

/**
 * Describes matmuls: destination[…,m,n] = source[…,m,k] · weights[…,k,n] + bias.
 *
 * <p>Leading dimensions are a batch; a batch dimension of 1 in one operand is broadcast. Transposed
 * operands are a matter of strides. The bias has the destination's rank, with 1 where it is
 * broadcast.
 */
public final class MatMulPrimitives {

  private static final NativeFunction CREATE =
      NativeFunction.named("dnnl_matmul_primitive_desc_create");

  private MatMulPrimitives() {}

  public static PrimitiveDescription forward(
      MemoryDescription source,
      MemoryDescription weights,
      MemoryDescription bias,
      MemoryDescription destination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () ->
            "matmul: source %s weights %s bias %s destination %s"
                .formatted(source, weights, bias, destination),
        attributes,
        (out, attribute, arena) ->
            CREATE.call(
                out,
                CpuEngine.cpu().address(),
                source.address(),
                weights.address(),
                bias.address(),
                destination.address(),
                attribute));
  }
}
