package dev.ranvier.kernel.onednn.conv;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Op;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Backward-weights of a convolution as im2row and one GEMM, in bf16.
 *
 * <p>Formula, with p the {@link Im2row}: dw = p(x)ᵀ · dy. All else is as in {@link
 * Convolution2dFilterGradientOp}.
 *
 * <p>oneDNN's own implementation goes image by image. Where an image has few output pixels and many
 * channels, this leaves much of a register or a matrix tile empty.
 *
 * @param im2row the rows
 * @param gemm the GEMM of the rows and dy
 */
public record Im2rowBackwardWeights(Im2row im2row, Application gemm) {
  /** The form of an application, if it has one: in bf16, without groups and dilation. */
  public static Optional<Im2rowBackwardWeights> of(Op computed, Application application) {
    return computed instanceof Convolution2dFilterGradientOp op
            && application.op() instanceof LowPrecisionOp(Op base, var results)
            && op.groups() == 1
            && op.dilation().equals(Pair.ONE)
            && application.inputs().stream().allMatch(input -> input.dtype() == DType.BF16)
        ? Optional.of(of(op, application, results))
        : Optional.empty();
  }

  private static Im2rowBackwardWeights of(
      Convolution2dFilterGradientOp op, Application application, List<DType> results) {
    Shape gradient = application.inputs().get(1).shape();
    Im2row im2row =
        new Im2row(
            application.inputs().getFirst().shape(),
            new Pair(op.filter().size(0), op.filter().size(1)),
            op.stride(),
            new Pair(op.padding().top(), op.padding().left()),
            new Pair(gradient.size(1), gradient.size(2)));
    Application gemm =
        Application.of(
            new LowPrecisionOp(new MatMulOp(true, false), results),
            List.of(
                new Input("im2row", im2row.type()),
                new Input("upstream", asMatrix(application.inputs().get(1).type()))));
    return new Im2rowBackwardWeights(im2row, gemm);
  }

  /** All axes but the last are joined. */
  private static TensorType asMatrix(TensorType type) {
    int last = type.shape().size(-1);
    return type.withShape(Shape.of(Math.toIntExact(type.shape().elements() / last), last));
  }
}
