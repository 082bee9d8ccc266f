package dev.ranvier.kernel.vector.winograd;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.kernel.vector.gemm.Epilogue;
import dev.ranvier.kernel.vector.winograd.WinogradConvolution.Stored;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import java.util.Optional;

/**
 * Kernels for convolutions by a quarter of the multiplications: windows of 3 x 3, stride 1, and
 * channels that fill vectors. They compute in single precision, and read and write bf16 too.
 */
public final class WinogradBackend implements Backend {
  /** Vectors of every length divide it, so no channel is left over. */
  private static final int CHANNEL_STEP = 16;

  private final Workers workers;

  /** A backend whose kernels run on the given threads. */
  public WinogradBackend(Workers workers) {
    this.workers = workers;
  }

  @Override
  public String name() {
    return "winograd";
  }

  @Override
  public String describe() {
    return "Winograd convolutions for windows of 3x3";
  }

  @Override
  public Optional<Kernel> kernel(Application application) {
    return kernel(LowPrecisionOp.computed(application.op()), application);
  }

  private Optional<Kernel> kernel(Op computed, Application application) {
    if (application.inputs().size() < 2 || !isStoredAsExpected(computed, application)) {
      return Optional.empty();
    }
    Shape first = application.inputs().getFirst().shape();
    Shape result = application.results().getFirst().shape();
    DType read = application.inputs().getFirst().dtype();
    Stored stored = new Stored(read, application.results().getFirst().dtype());
    return switch (computed) {
      case Convolution2dOp op ->
          tiling(op, filter(application), first, result)
              .map(
                  tiling -> WinogradConvolution.forward(tiling, Epilogue.NOTHING, stored, workers));
      case BiasedOp(Convolution2dOp op, var activation) ->
          tiling(op, filter(application), first, result)
              .flatMap(
                  tiling ->
                      Epilogue.bias(activation)
                          .map(
                              epilogue ->
                                  WinogradConvolution.forward(tiling, epilogue, stored, workers)));
      case Convolution2dInputGradientOp(
              Pair stride,
              Padding padding,
              Pair dilation,
              int groups,
              Shape images) ->
          tiling(
                  new Convolution2dOp(stride, padding, dilation, groups),
                  filter(application),
                  images,
                  first)
              .map(tiling -> WinogradConvolution.backwardData(tiling, stored, workers));
      case Convolution2dFilterGradientOp(
              Pair stride,
              Padding padding,
              Pair dilation,
              int groups,
              Shape filter) ->
          tiling(
                  new Convolution2dOp(stride, padding, dilation, groups),
                  filter,
                  first,
                  application.inputs().get(1).shape())
              .map(tiling -> new WinogradBackwardWeights(tiling, read, workers));
      default -> Optional.empty();
    };
  }

  /** Whether images and results are f32 or bf16, and everything else f32. */
  private static boolean isStoredAsExpected(Op op, Application application) {
    boolean ofFilter = op instanceof Convolution2dFilterGradientOp;
    DType read = application.inputs().getFirst().dtype();
    DType second = application.inputs().get(1).dtype();
    return isFloat(read)
        && isFloat(application.results().getFirst().dtype())
        && second == (ofFilter ? read : DType.F32)
        && application.inputs().stream().skip(2).map(Node::dtype).allMatch(DType.F32::equals);
  }

  private static boolean isFloat(DType dtype) {
    return dtype == DType.F32 || dtype == DType.BF16;
  }

  private static Shape filter(Application application) {
    return application.inputs().get(1).shape();
  }

  /** How a convolution falls into tiles, where that is possible. */
  private static Optional<WinogradTiling> tiling(
      Convolution2dOp op, Shape filter, Shape x, Shape y) {
    Padding padding = op.padding();
    return isPossible(op, filter, x, y)
        ? Optional.of(new WinogradTiling(x, y, padding.top(), padding.left()))
        : Optional.empty();
  }

  /**
   * Whether a convolution has the form that Winograd's algorithm is for: a filter of 3 x 3 that
   * moves by 1, one group, nothing left out, padding up to 2, and channels by 16.
   */
  public static boolean isPossible(Convolution2dOp op, Shape filter, Shape x, Shape y) {
    Padding padding = op.padding();
    return filter.size(0) == WinogradTiling.TAPS
        && filter.size(1) == WinogradTiling.TAPS
        && op.stride().equals(Pair.ONE)
        && op.dilation().equals(Pair.ONE)
        && op.groups() == 1
        && Math.max(padding.top(), padding.left()) < WinogradTiling.TAPS
        && Math.max(padding.bottom(), padding.right()) < WinogradTiling.TAPS
        && x.size(3) % CHANNEL_STEP == 0
        && y.size(3) % CHANNEL_STEP == 0;
  }
}
