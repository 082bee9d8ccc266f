package dev.ranvier.kernel.vector.winograd;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.gemm.Epilogue;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.StridedCopy;
import dev.ranvier.kernel.vector.memory.ThreadWorkspaces;
import dev.ranvier.tensor.DType;
import java.util.List;

/**
 * A convolution with a window of 3 x 3 and stride 1 by a quarter of the multiplications, after
 * Winograd: y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A for each tile of 4 x 4 results, see {@link
 * WinogradTransforms}.
 *
 * <p>Summed over channels, the multiplications at each of the 36 points are a GEMM: [tiles,
 * channels] · [channels, filters]. Backward-data is the same with the results' gradient as images
 * and the filters flipped: taps reversed, channels and filters exchanged.
 */
public final class WinogradConvolution implements Kernel {
  /**
   * The element types of what is read and written, f32 or bf16. Filter and bias are f32, and so is
   * everything in between.
   */
  record Stored(DType images, DType results) {}

  private final WinogradTiling tiling;
  private final boolean backwardData;
  private final Epilogue epilogue;
  private final Stored stored;
  private final Workers workers;
  private final int threads;
  private final WinogradLayout layout;

  private WinogradConvolution(
      WinogradTiling tiling,
      boolean backwardData,
      Epilogue epilogue,
      Stored stored,
      Workers workers) {
    this.tiling = tiling;
    this.backwardData = backwardData;
    this.epilogue = epilogue;
    this.stored = stored;
    this.workers = workers;
    threads = workers.threads();
    layout = new WinogradLayout(tiling, backwardData, stored.images(), threads);
  }

  /** The results from images and filter, and from a bias if there is one. */
  static Kernel forward(WinogradTiling tiling, Epilogue epilogue, Stored stored, Workers workers) {
    return new WinogradConvolution(tiling, false, epilogue, stored, workers);
  }

  /** The images' gradient from the results' gradient and the filter. */
  static Kernel backwardData(WinogradTiling tiling, Stored stored, Workers workers) {
    return new WinogradConvolution(
        tiling.ofBackwardData(), true, Epilogue.NOTHING, stored, workers);
  }

  @Override
  public long scratchBytes() {
    return layout.bytes;
  }

  @Override
  public Call bind(Binding binding) {
    long filter = binding.input(1).address();
    if (!backwardData) {
      return new BoundCall(binding, call(binding, filter));
    }
    long copy = binding.scratch().address() + layout.filterCopy;
    Runnable transpose = transposition().bind(workers, DType.F32, filter, copy);
    Runnable convolve = call(binding, copy);
    return new BoundCall(
        binding,
        () -> {
          transpose.run();
          convolve.run();
        });
  }

  private Runnable call(Binding binding, long filter) {
    return new WinogradCall(
        layout,
        new ThreadWorkspaces(workers, threads),
        new WinogradCall.Data(
            binding.input(0).address(),
            filter,
            epilogue == Epilogue.NOTHING ? 0 : binding.input(2).address(),
            binding.result(0).address(),
            binding.scratch().address()),
        epilogue,
        stored.results());
  }

  /** The filter [3, 3, out, in] with channels and filters exchanged. */
  private StridedCopy transposition() {
    int in = layout.filters.in();
    int out = layout.filters.out();
    long tap = (long) in * out;
    return new StridedCopy(
        List.of(
            new StridedCopy.Axis(WinogradTiling.TAPS * WinogradTiling.TAPS, tap, tap),
            new StridedCopy.Axis(in, 1, out),
            new StridedCopy.Axis(out, in, 1)));
  }

  @Override
  public String describe() {
    return "winograd, "
        + tiling.tiles()
        + " tiles"
        + switch (epilogue) {
          case NOTHING -> "";
          case BIAS -> ", bias";
          case BIAS_RELU -> ", bias, relu";
        };
  }
}
