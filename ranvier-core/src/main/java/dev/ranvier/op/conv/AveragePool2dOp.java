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
 * The mean of the elements under a sliding window, for each channel.
 *
 * <p>Formula: y[n, i, j, c] = (1/k) Σ x[n, i·s + a − p, j·s + b − p, c] over the window's cells (a,
 * b), where padding adds zeros and k counts either all cells of the window or only those inside the
 * image. Shapes: x [N, H, W, C], y [N, H', W', C]. Errors: a window larger than the padded input,
 * padding as large as the window.
 *
 * @param window rows and columns of the window
 * @param stride the steps of the window
 * @param padding cells around the images
 * @param countPadding whether cells in the padding count in the mean
 */
public record AveragePool2dOp(Pair window, Pair stride, Padding padding, boolean countPadding)
    implements Op {
  /** Told of every share that an element of x has in an element of y, by row-major positions. */
  @FunctionalInterface
  interface Share {
    /** Visits one share. */
    void visit(int x, int y, double weight);
  }

  /** Windows side by side, without padding. */
  public AveragePool2dOp(Pair window) {
    this(window, window, Padding.NONE, false);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    Arguments.floating(name(), inputs);
    return List.of(results(name(), inputs.getFirst()));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    Shape input = backward.input(0).shape();
    return Backward.gradients(
        new AveragePool2dGradientOp(window, stride, padding, countPadding, input)
            .apply(backward.upstream()));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.getFirst();
    NdArray y = NdArray.zeros(results(name(), Arguments.f32(x.shape())).shape());
    forEach(x.shape(), y.shape(), (i, j, weight) -> y.data()[j] += weight * x.data()[i]);
    return List.of(y);
  }

  /** The type of the means, after checking everything; errors name the given op. */
  TensorType results(String op, TensorType images) {
    Arguments.rank(op, "the input (images, rows, columns, channels)", 4, images);
    Shape shape = sliding().results(op, images, images.shape().size(3));
    sliding().requireInputUnderWindow(op);
    return images.withShape(shape);
  }

  /** Visits every share of the means. */
  void forEach(Shape images, Shape results, Share share) {
    int channels = images.size(3);
    double[] cells = new double[results.elementCount() / channels];
    sliding().forEach(images, results, (pixel, result, cell) -> cells[result]++);
    double area = window.rows() * window.columns();
    sliding()
        .forEach(
            images,
            results,
            (pixel, result, cell) -> {
              double weight = 1 / (countPadding ? area : cells[result]);
              for (int c = 0; c < channels; c++) {
                share.visit(pixel * channels + c, result * channels + c, weight);
              }
            });
  }

  private Window sliding() {
    return new Window(window, stride, padding, Pair.ONE);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others((long) window.rows() * window.columns() * result.elements());
  }
}
