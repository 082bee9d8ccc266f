package dev.ranvier.kernel.vector.winograd;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.kernel.vector.gemm.Epilogue;
import dev.ranvier.kernel.vector.winograd.WinogradConvolution.Stored;
import dev.ranvier.op.Biased;
import dev.ranvier.op.Convolution2d;
import dev.ranvier.op.Convolution2dFilterGradient;
import dev.ranvier.op.Convolution2dInputGradient;
import dev.ranvier.op.LowPrecision;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import java.util.Optional;

/**
 * Kernels for convolutions that a quarter of the multiplications makes faster than any that does
 * them all: windows of 3 x 3, stride 1, and enough channels and tiles. They compute in single
 * precision, and read and write bf16 too.
 */
public final class WinogradBackend implements Backend {
  /** Vectors of every length divide it, so no channel is left over. */
  private static final int CHANNEL_STEP = 16;

  private static final int FEWEST_CHANNELS = 32;

  /** Tiles that are worth bringing the filters to the points. */
  private static final int FEWEST_TILES = 32;

  /** The share of the tiles' results that must lie within the results. */
  private static final double LEAST_USE = 0.5;

  private final Workers workers;
  private final boolean bf16;

  /**
   * A backend whose kernels run on the given threads.
   *
   * @param bf16 whether to take convolutions in bf16 too: not where the processor multiplies bf16
   *     matrices many times as fast as single precision
   */
  public WinogradBackend(Workers workers, boolean bf16) {
    this.workers = workers;
    this.bf16 = bf16;
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
    return application.op() instanceof LowPrecision(Op base, var types)
        ? bf16 ? kernel(base, application).filter(WinogradBackend::beatsBf16) : Optional.empty()
        : kernel(application.op(), application);
  }

  /** Direct convolutions in bf16 do twice as much; they win where filters overflow the cache. */
  private static boolean beatsBf16(Kernel kernel) {
    return !(kernel instanceof WinogradConvolution convolution) || convolution.sharesFilters();
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
      case Convolution2d op ->
          tiling(op, filter(application), first, result)
              .map(
                  tiling -> WinogradConvolution.forward(tiling, Epilogue.NOTHING, stored, workers));
      case Biased(Convolution2d op, var activation) ->
          tiling(op, filter(application), first, result)
              .flatMap(
                  tiling ->
                      Epilogue.bias(activation)
                          .map(
                              after ->
                                  WinogradConvolution.forward(tiling, after, stored, workers)));
      case Convolution2dInputGradient(
              Pair stride,
              Padding padding,
              Pair dilation,
              int groups,
              Shape images) ->
          tiling(
                  new Convolution2d(stride, padding, dilation, groups),
                  filter(application),
                  images,
                  first)
              .map(tiling -> WinogradConvolution.inputGradient(tiling, stored, workers));
      case Convolution2dFilterGradient(
              Pair stride,
              Padding padding,
              Pair dilation,
              int groups,
              Shape filter) ->
          tiling(
                  new Convolution2d(stride, padding, dilation, groups),
                  filter,
                  first,
                  application.inputs().get(1).shape())
              .map(tiling -> new WinogradBackwardWeights(tiling, read, workers));
      default -> Optional.empty();
    };
  }

  /** Whether images and results are f32 or bf16, and everything else f32. */
  private static boolean isStoredAsExpected(Op op, Application application) {
    boolean ofFilter = op instanceof Convolution2dFilterGradient;
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

  /** How a convolution falls into tiles, where that is fast. */
  private static Optional<WinogradTiling> tiling(Convolution2d op, Shape filter, Shape x, Shape y) {
    Padding padding = op.padding();
    WinogradTiling tiling = new WinogradTiling(x, y, padding.top(), padding.left());
    boolean possible =
        filter.size(0) == WinogradTiling.CELLS
            && filter.size(1) == WinogradTiling.CELLS
            && op.stride().equals(Pair.ONE)
            && op.dilation().equals(Pair.ONE)
            && op.groups() == 1
            && Math.max(padding.top(), padding.left()) < WinogradTiling.CELLS
            && Math.max(padding.bottom(), padding.right()) < WinogradTiling.CELLS;
    return possible && fits(x.size(3)) && fits(y.size(3)) && isWorthIt(tiling)
        ? Optional.of(tiling)
        : Optional.empty();
  }

  private static boolean fits(int channels) {
    return channels % CHANNEL_STEP == 0 && channels >= FEWEST_CHANNELS;
  }

  private static boolean isWorthIt(WinogradTiling tiling) {
    return tiling.tiles() >= FEWEST_TILES && tiling.use() >= LEAST_USE;
  }
}
