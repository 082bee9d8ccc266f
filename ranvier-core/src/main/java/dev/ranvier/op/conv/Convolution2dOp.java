package dev.ranvier.op.conv;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.Arguments;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * The convolution of images with filters (a cross-correlation: filters are not flipped).
 *
 * <p>Formula: y[n, i, j, o] = Σ x[n, i·s + a·d − p, j·s + b·d − p, g·C/G + c] · w[a, b, c, o] over
 * a, b, c, with stride s, dilation d, padding p, and g the group that filter o belongs to. Shapes:
 * x [N, H, W, C], w [rows, columns, C/G, O], y [N, H', W', O]; each of the G groups joins C/G
 * channels to O/G filters. H' = ⌊(H + padding − (rows − 1)·d − 1) / s⌋ + 1, W' likewise. Errors:
 * groups that do not divide C and O, a filter for other channels, a window larger than the padded
 * input. Source: LeCun et al., "Gradient-based learning applied to document recognition", 1998.
 *
 * @param stride the steps of the window
 * @param padding zeros around the images
 * @param dilation the distances between neighbouring cells of the window
 * @param groups how many parts the channels fall into; as many as channels is a depthwise
 *     convolution
 */
public record Convolution2dOp(Pair stride, Padding padding, Pair dilation, int groups)
    implements Op {
  /** Told of every product x · w that is summed into y, by row-major positions. */
  @FunctionalInterface
  interface Product {
    /** Visits one product. */
    void visit(int x, int w, int y);
  }

  /** A convolution with stride 1, no padding, no dilation and one group. */
  public Convolution2dOp() {
    this(Pair.ONE, Padding.NONE, Pair.ONE, 1);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 2, inputs);
    Arguments.sameFloating(name(), inputs);
    return List.of(results(name(), inputs.get(0), inputs.get(1)));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    Node x = backward.input(0);
    Node filter = backward.input(1);
    Node upstream = backward.upstream();
    return Backward.gradients(
        new Convolution2dInputGradientOp(stride, padding, dilation, groups, x.shape())
            .apply(upstream, filter),
        new Convolution2dFilterGradientOp(stride, padding, dilation, groups, filter.shape())
            .apply(x, upstream));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.get(0);
    NdArray w = inputs.get(1);
    NdArray y = NdArray.zeros(results(x.shape(), w.shape()));
    forEach(x.shape(), w.shape(), (i, j, k) -> y.data()[k] += x.data()[i] * w.data()[j]);
    return List.of(y);
  }

  /** The type of the results, after checking everything; errors name the given op. */
  TensorType results(String op, TensorType x, TensorType filter) {
    Arguments.rank(op, "the input (images, rows, columns, channels)", 4, x);
    Arguments.rank(op, "the filter (rows, columns, channels, filters)", 4, filter);
    int channels = x.shape().size(3);
    int filters = filter.shape().size(3);
    if (groups < 1 || channels % groups != 0 || filters % groups != 0) {
      throw new IllegalArgumentException(
          String.format(
              "%s: %d groups must divide the input's %d channels and the %d filters",
              op, groups, channels, filters));
    }
    if (filter.shape().size(2) != channels / groups) {
      throw new IllegalArgumentException(
          String.format(
              "%s: input %s with %d group%s needs a filter [rows,columns,%d,filters], got %s;"
                  + " was it built for another input?",
              op, x, groups, groups == 1 ? "" : "s", channels / groups, filter));
    }
    return x.withShape(window(filter.shape()).results(op, x, filters));
  }

  /** Visits every product of the sum, whichever of the three factors is wanted. */
  void forEach(Shape x, Shape filter, Product product) {
    int channels = x.size(3);
    int depth = filter.size(2);
    int filters = filter.size(3);
    window(filter)
        .forEach(
            x,
            results(x, filter),
            (input, result, cell) -> {
              for (int o = 0; o < filters; o++) {
                int group = o / (filters / groups);
                for (int c = 0; c < depth; c++) {
                  product.visit(
                      input * channels + group * depth + c,
                      (cell * depth + c) * filters + o,
                      result * filters + o);
                }
              }
            });
  }

  private Shape results(Shape x, Shape filter) {
    return results(name(), Arguments.f32(x), Arguments.f32(filter)).shape();
  }

  private Window window(Shape filter) {
    return new Window(new Pair(filter.size(0), filter.size(1)), stride, padding, dilation);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return sumsOver(inputs.get(1), result);
  }

  /** Two operations for every weight that an output sums over. */
  static Arithmetic sumsOver(Shape filter, Shape output) {
    return Arithmetic.products(2 * output.elements() * (filter.elements() / filter.size(-1)));
  }
}
