package dev.ranvier.kernel;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Op;
import dev.ranvier.kernel.vector.winograd.WinogradTiling;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.BiasedResidualOp;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.tensor.Shape;
import java.util.Optional;

/**
 * A convolution, or one of its gradients.
 *
 * @param application what is to be computed
 * @param direction which part
 * @param op the convolution as it goes forward
 * @param images the shape of x [N, H, W, C]
 * @param filter the shape of w [KH, KW, C per group, O]
 * @param results the shape of y [N, H', W', O]
 */
record ConvolutionProblem(
    Application application,
    Direction direction,
    Convolution2dOp op,
    Shape images,
    Shape filter,
    Shape results)
    implements Problem {

  /** The problem that an application is, if its op is a convolution or a gradient of one. */
  static Optional<ConvolutionProblem> of(Application application) {
    return switch (LowPrecisionOp.computed(application.op())) {
      case Convolution2dOp op -> Optional.of(forward(op, application));
      case BiasedOp(Convolution2dOp op, var _) -> Optional.of(forward(op, application));
      case BiasedResidualOp(Convolution2dOp op, var _) -> Optional.of(forward(op, application));
      case Convolution2dInputGradientOp op ->
          Optional.of(
              new ConvolutionProblem(
                  application,
                  Direction.BACKWARD_DATA,
                  new Convolution2dOp(op.stride(), op.padding(), op.dilation(), op.groups()),
                  op.input(),
                  input(application, 1),
                  input(application, 0)));
      case Convolution2dFilterGradientOp op ->
          Optional.of(
              new ConvolutionProblem(
                  application,
                  Direction.BACKWARD_WEIGHTS,
                  new Convolution2dOp(op.stride(), op.padding(), op.dilation(), op.groups()),
                  input(application, 0),
                  op.filter(),
                  input(application, 1)));
      case Op _ -> Optional.empty();
    };
  }

  private static ConvolutionProblem forward(Convolution2dOp op, Application application) {
    return new ConvolutionProblem(
        application,
        Direction.FORWARD,
        op,
        input(application, 0),
        input(application, 1),
        application.result().shape());
  }

  private static Shape input(Application application, int index) {
    return application.inputs().get(index).shape();
  }

  /** Kernel taps: rows by columns of the filter. */
  int taps() {
    return filter.size(0) * filter.size(1);
  }

  /** One group, and no pixels left out between taps. */
  boolean isDense() {
    return op.groups() == 1 && op.dilation().equals(Pair.ONE);
  }

  boolean isStrided() {
    return !op.stride().equals(Pair.ONE);
  }

  /** Images in the batch. */
  int batch() {
    return images.size(0);
  }

  /** The smaller number of channels, of images or results. */
  int fewerChannels() {
    return Math.min(images.size(3), results.size(3));
  }

  /** Output pixels of an image. */
  int outputPixels() {
    return results.size(1) * results.size(2);
  }

  /** Pixels of what a GEMM over kernel taps writes at a time: backward, of one of s·s planes. */
  int planePixels() {
    return direction == Direction.BACKWARD_DATA
        ? images.size(1) / op.stride().rows() * (images.size(2) / op.stride().columns())
        : outputPixels();
  }

  /** Bytes in bf16 of all that the window sees. */
  long windowBytes() {
    return 2L * batch() * outputPixels() * taps() * images.size(3);
  }

  /** Winograd's tiles of the results. */
  WinogradTiling tiling() {
    return new WinogradTiling(images, results, op.padding().top(), op.padding().left());
  }
}
