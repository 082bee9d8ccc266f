package dev.ranvier.kernel.onednn;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.Biased;
import dev.ranvier.op.BiasedResidual;
import dev.ranvier.op.Convolution2d;
import dev.ranvier.op.Convolution2dFilterGradient;
import dev.ranvier.op.Convolution2dInputGradient;
import dev.ranvier.op.LowPrecision;
import dev.ranvier.op.MatMul;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A convolution, or one of its gradients, as one matrix product, in bf16: what the window sees at
 * every place of the images is a row.
 *
 * <p>Formulas, with p the {@link Patches}: y = p(x) · w; by the images dx = p(dy) · t with the
 * turned {@link PatchFilters}; by the filters dw = p(x)ᵀ · dy. All else is as in {@link
 * Convolution2d}.
 *
 * <p>oneDNN's own implementations go image by image. Where an image has few places and many
 * channels, this leaves much of a register or a matrix tile empty.
 *
 * @param direction what is computed
 * @param patches the rows
 * @param filters what stands in for the filters, if anything
 * @param product the matrix product of the rows and the other inputs
 */
record PatchProduct(
    Direction direction, Patches patches, Optional<PatchFilters> filters, Application product) {
  private static final int FEWEST_CHANNELS = 64;

  private static final long MOST_PATCH_BYTES = 32 << 20;

  /** Places of all images together below which a convolution waits for its filters. */
  private static final int FEWEST_PLACES = 256;

  /** Which of the three. */
  enum Direction {
    FORWARD,
    BY_IMAGES,
    BY_FILTERS
  }

  /**
   * The form of an application, if it has one: in bf16, without groups and dilation; by the images
   * only where the window moves by 1.
   *
   * @param op what the application computes, whatever the precision
   */
  static Optional<PatchProduct> of(Op op, Application application) {
    if (!(application.op() instanceof LowPrecision(Op base, var results))
        || application.inputs().getFirst().dtype() != DType.BF16) {
      return Optional.empty();
    }
    return switch (op) {
      case Convolution2d convolution -> forward(convolution, new MatMul(), application, results);
      case Biased(Convolution2d convolution, var activation) ->
          forward(convolution, new Biased(new MatMul(), activation), application, results);
      case BiasedResidual(Convolution2d convolution, var activation) ->
          forward(convolution, new BiasedResidual(new MatMul(), activation), application, results);
      case Convolution2dInputGradient gradient -> byImages(gradient, application, results);
      case Convolution2dFilterGradient gradient -> byFilters(gradient, application, results);
      default -> Optional.empty();
    };
  }

  /**
   * Whether it is faster than oneDNN's own: by measurement on a Zen 4, and on a processor with
   * matrix tiles.
   */
  boolean isFaster() {
    int channels = Math.min(patches.images().size(3), product.result().shape().size(1));
    return Dnnl.instructionSet().hasWideVectors()
        && patches.window().rows() * patches.window().columns() > 1
        && channels >= FEWEST_CHANNELS
        && patches.type().bytes() <= MOST_PATCH_BYTES
        && patches.places().rows() * patches.places().columns() <= mostPlaces();
  }

  /** Places of an image. */
  private int mostPlaces() {
    boolean tiles = Dnnl.instructionSet().hasMatrixTiles();
    return switch (direction) {
      case FORWARD, BY_IMAGES -> tiles && patches.type().shape().size(0) >= FEWEST_PLACES ? 16 : 0;
      case BY_FILTERS -> tiles || !patches.stride().equals(Pair.ONE) ? 64 : 4;
    };
  }

  private static Optional<PatchProduct> forward(
      Convolution2d op, Op product, Application application, List<DType> results) {
    TensorType filters = application.inputs().get(1).type();
    Patches patches =
        patches(application, filters.shape(), op.stride(), op.padding(), application.result());
    Optional<PatchFilters> rounded =
        Optional.of(new PatchFilters(filters, false)).filter(of -> filters.dtype() != DType.BF16);
    return isPlain(op.dilation(), op.groups())
        ? Optional.of(of(Direction.FORWARD, patches, rounded, product, application, results))
        : Optional.empty();
  }

  private static Optional<PatchProduct> byImages(
      Convolution2dInputGradient op, Application application, List<DType> results) {
    TensorType filters = application.inputs().get(1).type();
    Padding before =
        new Padding(
            filters.shape().size(0) - 1 - op.padding().top(),
            filters.shape().size(1) - 1 - op.padding().left(),
            0,
            0);
    Patches patches = patches(application, filters.shape(), Pair.ONE, before, application.result());
    Optional<PatchFilters> turned = Optional.of(new PatchFilters(filters, true));
    return isPlain(op.dilation(), op.groups()) && op.stride().equals(Pair.ONE)
        ? Optional.of(of(Direction.BY_IMAGES, patches, turned, new MatMul(), application, results))
        : Optional.empty();
  }

  private static Optional<PatchProduct> byFilters(
      Convolution2dFilterGradient op, Application application, List<DType> results) {
    Patches patches =
        patches(application, op.filter(), op.stride(), op.padding(), application.inputs().get(1));
    Op product = new MatMul(true, false);
    return isPlain(op.dilation(), op.groups()) && application.inputs().get(1).dtype() == DType.BF16
        ? Optional.of(
            of(Direction.BY_FILTERS, patches, Optional.empty(), product, application, results))
        : Optional.empty();
  }

  private static boolean isPlain(Pair dilation, int groups) {
    return groups == 1 && dilation.equals(Pair.ONE);
  }

  private static Patches patches(
      Application application, Shape filters, Pair stride, Padding padding, Node places) {
    return new Patches(
        application.inputs().getFirst().shape(),
        new Pair(filters.size(0), filters.size(1)),
        stride,
        new Pair(padding.top(), padding.left()),
        new Pair(places.shape().size(1), places.shape().size(2)));
  }

  private static PatchProduct of(
      Direction direction,
      Patches patches,
      Optional<PatchFilters> filters,
      Op product,
      Application application,
      List<DType> results) {
    List<Node> inputs = new ArrayList<>();
    for (Node input : application.inputs()) {
      inputs.add(new Input("input" + inputs.size(), asMatrix(input.type())));
    }
    inputs.set(0, new Input("patches", patches.type()));
    filters.ifPresent(matrix -> inputs.set(1, new Input("filters", matrix.type())));
    Application rows = Application.of(new LowPrecision(product, results), inputs);
    return new PatchProduct(direction, patches, filters, rows);
  }

  /** This where the filters are given as the product takes them. */
  PatchProduct withFiltersGiven() {
    return new PatchProduct(direction, patches, Optional.empty(), product);
  }

  /** All axes but the last are joined; a bias stays as it is. */
  private static TensorType asMatrix(TensorType type) {
    Shape shape = type.shape();
    int last = shape.size(-1);
    return shape.rank() < 2
        ? type
        : type.withShape(Shape.of(Math.toIntExact(shape.elements() / last), last));
  }
}
