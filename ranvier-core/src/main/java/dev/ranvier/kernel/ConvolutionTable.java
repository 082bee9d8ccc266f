package dev.ranvier.kernel;

import static dev.ranvier.exec.Processor.InstructionSet.AMX;
import static dev.ranvier.exec.Processor.InstructionSet.AVX512;
import static dev.ranvier.exec.Processor.InstructionSet.AVX512_BF16;
import static dev.ranvier.kernel.Direction.BACKWARD_DATA;
import static dev.ranvier.kernel.Direction.BACKWARD_WEIGHTS;
import static dev.ranvier.kernel.Direction.FORWARD;
import static dev.ranvier.kernel.Machine.Family.ONEDNN;
import static dev.ranvier.kernel.Machine.Family.VECTOR_API;
import static dev.ranvier.kernel.Machine.Family.WINOGRAD;
import static dev.ranvier.kernel.Row.ANY;
import static dev.ranvier.kernel.Row.FLOATS;
import static dev.ranvier.kernel.Row.below;
import static dev.ranvier.kernel.Row.from;
import static dev.ranvier.tensor.DType.BF16;
import static dev.ranvier.tensor.DType.F32;

import dev.ranvier.exec.Kernel;
import dev.ranvier.kernel.Row.Where;
import dev.ranvier.kernel.onednn.conv.Im2colBackwardWeightsKernel;
import dev.ranvier.kernel.onednn.primitive.Implementation;
import dev.ranvier.kernel.onednn.primitive.Implementation.Algorithm;
import dev.ranvier.kernel.vector.winograd.WinogradBackend;
import dev.ranvier.kernel.vector.winograd.WinogradLayout;
import dev.ranvier.kernel.vector.winograd.WinogradTiling;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which kernel computes a convolution or its gradients: the first row that is for it and can. A
 * bias, an activation and a residual sum do not change the choice, but where a kernel has none of
 * that kind. All measurements are of two threads unless they say otherwise.
 */
final class ConvolutionTable {
  /** Below, transforms take longer than the multiplications that they save. An estimate. */
  private static final int WINOGRAD_CHANNELS = 32;

  /** Tiles that are worth transforming the filters. An estimate. */
  private static final int WINOGRAD_TILES = 32;

  /** The part of the tiles that must lie within the results. An estimate. */
  private static final double WINOGRAD_USE = 0.5;

  /** Channels that fill a matrix tile or a GEMM's blocks. */
  private static final int GEMM_CHANNELS = 64;

  /** The same where rows are short because the filter moves by steps: they take long to copy. */
  private static final int STRIDED_CHANNELS = 128;

  /** Output pixels of an image from which on oneDNN's own kernels are faster than tap GEMMs. */
  private static final int TAP_PIXELS = 16;

  /** The same for the planes of a strided gradient. */
  private static final int STRIDED_TAP_PIXELS = 256;

  /** Output pixels of all images below which a convolution waits for its filters. */
  private static final int TAP_BATCH_PIXELS = 256;

  /** Of more output pixels of an image, columns are too many for what they are used for. */
  private static final int IM2COL_PIXELS = 256;

  /** The same where rows of the filter share columns. */
  private static final int SHARED_IM2COL_PIXELS = 4096;

  /** Output pixels of all images: one GEMM. */
  private static final int IM2COL_BATCH_PIXELS = 512;

  /** Channels that each thread must get: a vector's step. */
  private static final int IM2COL_THREAD_CHANNELS = 16;

  /** What one thread's columns take at most: they stay in the second-level cache. */
  private static final long IM2COL_BYTES = 3 << 20;

  /** What all that the window sees may take: it is written and read again. */
  private static final long IM2ROW_BYTES = 32 << 20;

  private static final int IM2ROW_PIXELS = 64;

  /** The same on vectors of 512 bits where the filter moves by 1. */
  private static final int IM2ROW_VECTOR_PIXELS = 4;

  private static final int LARGE_WINDOW = 25;
  private static final int FEW_CHANNELS = 8;

  private static final Set<Direction> DATA = Set.of(FORWARD, BACKWARD_DATA);
  private static final Set<Direction> WEIGHTS = Set.of(BACKWARD_WEIGHTS);

  /** The rows, in order of preference. */
  static final List<Row<ConvolutionProblem>> ROWS =
      List.of(
          new Row<>(
              "winograd-f32",
              new Where(Direction.ALL, Set.of(F32), ANY, Set.of(WINOGRAD)),
              (problem, machine) -> isWorthTransforming(problem),
              (problem, kernels) -> kernels.winograd().kernel(problem.application()),
              """
              Zen 4, batch 64, ms forward / by data / by weights, Winograd and direct: 32x32, 64
              channels 8.2 / 8.5 / 8.9 and 21.3 / 22.1 / 23.4; 4x4, 512 channels 10.7 / 12.9 / 10.4
              and 16.3 / 17.3 / 21.4 (docs/decisions/winograd.md)"""),
          new Row<>(
              "winograd-bf16",
              new Where(DATA, Set.of(BF16), below(AMX), Set.of(WINOGRAD)),
              (problem, machine) -> isWorthTransforming(problem) && sharesFilters(problem),
              (problem, kernels) -> kernels.winograd().kernel(problem.application()),
              """
              A quarter of the multiplications in f32 beats bf16 at twice the rate (AVX512-BF16),
              not AMX. Zen 4, batch 64, ms forward, Winograd and direct bf16: 32x32, 64 channels 8.2
              and 10.2; 8x8, 256 channels 8.5 and 9.9. Where transformed filters overflow the cache
              direct is faster: 4x4, 512 channels 10.7 and 8.4 (docs/decisions/winograd.md)"""),
          new Row<>(
              "winograd-bf16-weights",
              new Where(WEIGHTS, Set.of(BF16), below(AMX), Set.of(WINOGRAD)),
              (problem, machine) -> isWorthTransforming(problem),
              (problem, kernels) -> kernels.winograd().kernel(problem.application()),
              """
              Zen 4, batch 64, ms, Winograd and direct bf16: 32x32, 64 channels 8.9 and 13.3; 4x4,
              512 channels 10.4 and 11.8 (docs/decisions/winograd.md)"""),
          new Row<>(
              "im2col-amx",
              new Where(WEIGHTS, Set.of(BF16), from(AMX), Set.of(ONEDNN, VECTOR_API)),
              ConvolutionTable::isWorthColumns,
              (problem, kernels) -> oneDnn(problem, kernels, by(Algorithm.IM2COL)),
              """
              Xeon with AMX, batch 64, ms, oneDNN or one GEMM and this: 32x32, 64 channels 4.7 and
              3.7; 8x8, 256 channels 5.0 and 2.6; 1x1 by 2 4.9 and 1.5
              (docs/decisions/small-convolutions.md)"""),
          new Row<>(
              "tap-gemm-amx",
              new Where(DATA, Set.of(BF16), from(AMX), Set.of(ONEDNN)),
              (problem, machine) -> !isStridedData(problem) && isWorthTaps(problem),
              (problem, kernels) -> oneDnn(problem, kernels, by(Algorithm.TAP_GEMM)),
              """
              Xeon with AMX, batch 64, ms, oneDNN and this: forward 4x4, 512 channels 8.4 and 2.7;
              by data 7.1 and 3.1; forward by 2 to 4x4, 256 to 512 channels 3.6 and 1.9
              (docs/decisions/small-convolutions.md)"""),
          new Row<>(
              "tap-gemm-amx-strided",
              new Where(Set.of(BACKWARD_DATA), Set.of(BF16), from(AMX), Set.of(ONEDNN)),
              (problem, machine) -> isStridedData(problem) && isWorthStridedTaps(problem),
              (problem, kernels) -> oneDnn(problem, kernels, by(Algorithm.TAP_GEMM)),
              """
              Xeon with AMX, batch 64, ms, oneDNN and this: by 2 to 4x4, 256 to 512 channels 4.8 and
              1.7; to 8x8, 128 to 256 2.2 and 1.7; not to 16x16, 64 to 128: 2.1 and 3.3
              (docs/decisions/small-convolutions.md)"""),
          new Row<>(
              "im2row-amx",
              new Where(WEIGHTS, Set.of(BF16), from(AMX), Set.of(ONEDNN)),
              (problem, machine) -> isWorthRows(problem) && problem.outputPixels() <= IM2ROW_PIXELS,
              ConvolutionTable::im2row,
              """
              Where im2col-amx cannot: without the Vector API, or where steps do not divide the
              image. Xeon with AMX, batch 64, ms, oneDNN and this: 8x8, 256 channels 5.4 and 5.0
              (docs/decisions/small-convolutions.md)"""),
          new Row<>(
              "im2row-avx512",
              new Where(WEIGHTS, Set.of(BF16), Set.of(AVX512, AVX512_BF16), Set.of(ONEDNN)),
              (problem, machine) ->
                  isWorthRows(problem)
                      && problem.outputPixels()
                          <= (problem.isStrided() ? IM2ROW_PIXELS : IM2ROW_VECTOR_PIXELS),
              ConvolutionTable::im2row,
              """
              oneDNN goes image by image and leaves registers empty where an image has few pixels: a
              Zen 4 gains up to 4 output pixels, up to 64 where the filter moves by steps; no table
              is on record (docs/decisions/small-convolutions.md)"""),
          new Row<>(
              "onednn-jit-avx2",
              new Where(DATA, Set.of(F32), below(AVX512), Set.of(ONEDNN)),
              (problem, machine) ->
                  problem.taps() >= LARGE_WINDOW || problem.filter().size(2) < FEW_CHANNELS,
              (problem, kernels) -> oneDnn(problem, kernels, named("jit:avx2")),
              """
              The plain JIT kernels take a quarter less time than oneDNN's first choice for filters
              of 5x5 and more, and for fewer than 8 channels (Zen 3, one thread)"""),
          new Row<>(
              "onednn-jit-avx512",
              new Where(DATA, FLOATS, Set.of(AVX512, AVX512_BF16), Set.of(ONEDNN)),
              (problem, machine) -> problem.taps() > 1 && problem.filter().size(2) > 1,
              (problem, kernels) -> oneDnn(problem, kernels, named("jit")),
              """
              The JIT kernels take as long as oneDNN's first choice on large images and up to a
              third less on small ones, unless there is a single channel (Zen 4, f32 and bf16)"""),
          new Row<>(
              "onednn-f32",
              new Where(Direction.ALL, Set.of(F32), ANY, Set.of(ONEDNN)),
              (problem, machine) -> true,
              (problem, kernels) -> oneDnn(problem, kernels, Implementation.FIRST),
              "oneDNN's first choice: near the peak rate in f32 (docs/decisions/winograd.md)"),
          new Row<>(
              "onednn-bf16",
              new Where(Direction.ALL, Set.of(BF16), from(AVX512_BF16), Set.of(ONEDNN)),
              (problem, machine) -> true,
              (problem, kernels) -> oneDnn(problem, kernels, Implementation.FIRST),
              """
              oneDNN's first choice. Zen 4, 32x32, 64 channels, ms forward, bf16 and f32: 10.2 and
              21.3 (docs/decisions/winograd.md)"""),
          new Row<>(
              "java-f32",
              new Where(Direction.ALL, Set.of(F32), ANY, Set.of()),
              (problem, machine) -> true,
              (problem, kernels) -> kernels.java().kernel(problem.application()),
              "What remains without oneDNN"));

  private ConvolutionTable() {}

  /** Every convolution is worth rounding what it multiplies: each number is used many times. */
  static boolean paysInBf16() {
    return true;
  }

  /** Filters of 3x3 that move by 1, channels by 16, and enough to do. */
  private static boolean isWorthTransforming(ConvolutionProblem problem) {
    WinogradTiling tiling = problem.tiling();
    return WinogradBackend.isPossible(
            problem.op(), problem.filter(), problem.images(), problem.results())
        && problem.fewerChannels() >= WINOGRAD_CHANNELS
        && tiling.tiles() >= WINOGRAD_TILES
        && tiling.use() >= WINOGRAD_USE;
  }

  private static boolean sharesFilters(ConvolutionProblem problem) {
    WinogradTiling tiling = problem.tiling();
    return WinogradLayout.sharesFilters(
        problem.direction() == BACKWARD_DATA ? tiling.ofBackwardData() : tiling);
  }

  private static boolean isWorthColumns(ConvolutionProblem problem, Machine machine) {
    Im2colBackwardWeightsKernel.Form form =
        new Im2colBackwardWeightsKernel.Form(
            new Convolution2dFilterGradientOp(
                problem.op().stride(),
                problem.op().padding(),
                problem.op().dilation(),
                problem.op().groups(),
                problem.filter()),
            problem.images(),
            problem.results());
    int pixels = problem.outputPixels();
    return machine.threads() > 1
        && problem.isDense()
        && form.isPossible()
        && problem.fewerChannels() >= GEMM_CHANNELS
        && pixels <= (form.isShared() ? SHARED_IM2COL_PIXELS : IM2COL_PIXELS)
        && (long) problem.batch() * pixels >= IM2COL_BATCH_PIXELS
        && problem.images().size(3) >= machine.threads() * IM2COL_THREAD_CHANNELS
        && form.columnBytes(machine.threads()) <= IM2COL_BYTES;
  }

  private static boolean isStridedData(ConvolutionProblem problem) {
    return problem.direction() == BACKWARD_DATA && problem.isStrided();
  }

  private static boolean isWorthTaps(ConvolutionProblem problem) {
    int pixels = problem.planePixels();
    return problem.isDense()
        && problem.taps() > 1
        && problem.fewerChannels() >= GEMM_CHANNELS
        && (long) problem.batch() * pixels >= TAP_BATCH_PIXELS
        && pixels <= TAP_PIXELS;
  }

  private static boolean isWorthStridedTaps(ConvolutionProblem problem) {
    int pixels = problem.planePixels();
    return problem.isDense()
        && problem.fewerChannels() >= STRIDED_CHANNELS
        && (long) problem.batch() * pixels >= TAP_BATCH_PIXELS
        && pixels <= STRIDED_TAP_PIXELS;
  }

  private static boolean isWorthRows(ConvolutionProblem problem) {
    return problem.isDense()
        && problem.taps() > 1
        && problem.fewerChannels() >= GEMM_CHANNELS
        && problem.windowBytes() <= IM2ROW_BYTES;
  }

  private static Optional<Kernel> im2row(ConvolutionProblem problem, Kernels kernels) {
    long rows = (long) problem.taps() * problem.images().size(3);
    return oneDnn(
        problem,
        kernels,
        by(Algorithm.IM2ROW).withThreads(MatMulTable.threads(rows, kernels.machine())));
  }

  private static Implementation by(Algorithm algorithm) {
    return Implementation.FIRST.withAlgorithm(algorithm);
  }

  private static Implementation named(String start) {
    return Implementation.FIRST.withName(start);
  }

  private static Optional<Kernel> oneDnn(
      ConvolutionProblem problem, Kernels kernels, Implementation implementation) {
    return kernels.oneDnn().kernel(problem.application(), implementation);
  }
}
