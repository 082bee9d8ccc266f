package dev.ranvier.kernel.onednn.conv;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Op;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.BiasedResidualOp;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A convolution, or its backward-data, as a sum of GEMMs: of what some kernel taps see at every
 * output pixel, and the filters of those taps.
 *
 * <p>Formulas: y[p] = Σ x[p·s + tap − padding] · w[tap]; backward-data dx[p·s + phase] = Σ dy[p +
 * shift] · w[tap]ᵀ over the taps that reach that phase from a whole number of steps away. So
 * backward-data has s·s planes of pixels, each a sum of its own.
 *
 * @param source what the taps see
 * @param result where the sums go
 * @param filters the type of w
 * @param transposed whether the GEMMs take the transposed filters
 * @param planes the sums
 * @param epilogue what follows each sum
 */
public record TapGemmConvolution(
    PixelRows source,
    PixelRows result,
    TensorType filters,
    boolean transposed,
    List<Plane> planes,
    Epilogue epilogue) {
  private static final int RESIDUAL = 3;

  /** The depth (k) of a GEMM: more does not fit the caches, less means more sums. */
  private static final int MAX_DEPTH = 512;

  /** Matrices of a multiple of this number of rows can be joined, whatever oneDNN's layout. */
  private static final int BLOCK = 64;

  /**
   * A kernel tap.
   *
   * @param number which, by rows
   * @param down rows from the output pixel to what it sees
   * @param right columns
   */
  record Tap(int number, int down, int right) {
    boolean isUnshifted() {
      return down == 0 && right == 0;
    }
  }

  /**
   * A sum.
   *
   * @param down the row of its first pixel in the result
   * @param right the column
   * @param chunks its GEMMs, by their taps; none for a plane of zeros
   */
  record Plane(int down, int right, List<List<Tap>> chunks) {}

  /**
   * What follows a sum.
   *
   * @param activation as a post-operation, if there is one
   * @param isBiased whether a bias is added
   * @param residual what other images that are added consist of
   */
  record Epilogue(Attributes activation, boolean isBiased, Optional<DType> residual) {
    static final Epilogue NONE = new Epilogue(Attributes.PLAIN, false, Optional.empty());
  }

  /** The form of an application, if it has one: in bf16, without groups and dilation. */
  public static Optional<TapGemmConvolution> of(Op computed, Application application) {
    Optional<TapGemmConvolution> form =
        switch (computed) {
          case Convolution2dOp op -> forward(op, Epilogue.NONE, application);
          case BiasedOp(Convolution2dOp op, var activation) ->
              Attributes.of(activation)
                  .map(post -> new Epilogue(post, true, Optional.empty()))
                  .flatMap(epilogue -> forward(op, epilogue, application));
          case BiasedResidualOp(Convolution2dOp op, var activation) -> {
            Optional<DType> residual = Optional.of(application.inputs().get(RESIDUAL).dtype());
            yield Attributes.of(activation)
                .map(post -> new Epilogue(post, true, residual))
                .flatMap(epilogue -> forward(op, epilogue, application));
          }
          case Convolution2dInputGradientOp op -> backwardData(op, application);
          default -> Optional.empty();
        };
    return form.filter(gemms -> gemms.source().dtype() == DType.BF16);
  }

  private static boolean isPlain(Pair dilation, int groups) {
    return groups == 1 && dilation.equals(Pair.ONE);
  }

  private static Optional<TapGemmConvolution> forward(
      Convolution2dOp op, Epilogue epilogue, Application application) {
    return isPlain(op.dilation(), op.groups())
        ? Optional.of(plainForward(op, epilogue, application))
        : Optional.empty();
  }

  private static TapGemmConvolution plainForward(
      Convolution2dOp op, Epilogue epilogue, Application application) {
    TensorType images = application.inputs().getFirst().type();
    TensorType result = application.result().type();
    Pair grid = new Pair(result.shape().size(1), result.shape().size(2));
    Shape filters = application.inputs().get(1).shape();
    List<Tap> taps = new ArrayList<>();
    for (int i = 0; i < filters.size(0); i++) {
      for (int j = 0; j < filters.size(1); j++) {
        taps.add(new Tap(i * filters.size(1) + j, i - op.padding().top(), j - op.padding().left()));
      }
    }
    return new TapGemmConvolution(
        new PixelRows(images.shape(), images.dtype(), op.stride(), grid),
        new PixelRows(result.shape(), result.dtype(), Pair.ONE, grid),
        application.inputs().get(1).type(),
        false,
        List.of(new Plane(0, 0, chunks(taps, filters.size(2)))),
        epilogue);
  }

  /** Only of images whose rows and columns are multiples of the stride. */
  private static Optional<TapGemmConvolution> backwardData(
      Convolution2dInputGradientOp op, Application application) {
    boolean whole =
        op.input().size(1) % op.stride().rows() == 0
            && op.input().size(2) % op.stride().columns() == 0;
    return isPlain(op.dilation(), op.groups()) && whole
        ? Optional.of(wholeBackwardData(op, application))
        : Optional.empty();
  }

  private static TapGemmConvolution wholeBackwardData(
      Convolution2dInputGradientOp op, Application application) {
    TensorType upstream = application.inputs().getFirst().type();
    TensorType result = application.result().type();
    Pair step = op.stride();
    Pair grid =
        new Pair(result.shape().size(1) / step.rows(), result.shape().size(2) / step.columns());
    Shape filters = application.inputs().get(1).shape();
    List<Plane> planes = new ArrayList<>();
    for (int down = 0; down < step.rows(); down++) {
      for (int right = 0; right < step.columns(); right++) {
        List<Tap> taps = reaching(down, right, step, op.padding(), filters);
        planes.add(new Plane(down, right, chunks(taps, filters.size(3))));
      }
    }
    return new TapGemmConvolution(
        new PixelRows(upstream.shape(), upstream.dtype(), Pair.ONE, grid),
        new PixelRows(result.shape(), result.dtype(), step, grid),
        application.inputs().get(1).type(),
        true,
        planes,
        Epilogue.NONE);
  }

  private static List<Tap> reaching(
      int down, int right, Pair step, Padding padding, Shape filters) {
    List<Tap> taps = new ArrayList<>();
    for (int i = 0; i < filters.size(0); i++) {
      for (int j = 0; j < filters.size(1); j++) {
        int rows = down + padding.top() - i;
        int columns = right + padding.left() - j;
        if (rows % step.rows() == 0 && columns % step.columns() == 0) {
          taps.add(new Tap(i * filters.size(1) + j, rows / step.rows(), columns / step.columns()));
        }
      }
    }
    return taps;
  }

  private static List<List<Tap>> chunks(List<Tap> taps, int depth) {
    int max = depth % BLOCK == 0 ? Math.max(1, MAX_DEPTH / depth) : 1;
    List<List<Tap>> chunks = new ArrayList<>();
    for (int first = 0; first < taps.size(); first += max) {
      chunks.add(List.copyOf(taps.subList(first, Math.min(first + max, taps.size()))));
    }
    return chunks;
  }

  /** Channels that a tap sees: the rows of its filters in a GEMM. */
  int depth() {
    return source.images().size(3);
  }

  /** Channels of a pixel of the result. */
  int width() {
    return result.images().size(3);
  }
}
