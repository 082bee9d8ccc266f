package dev.ranvier.op.conv;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.Arguments;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.SavesForBackward;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * The greatest element under a sliding window, for each channel, and where it was.
 *
 * <p>Formula: y[n, i, j, c] = max x[n, i·s + a − p, j·s + b − p, c] over the window's cells (a, b);
 * padding counts as −∞. Shapes: x [N, H, W, C], y [N, H', W', C]; the second result, i32 of y's
 * shape, holds the winning cell a · columns + b, the first of equals. NaN counts as greater than
 * any number, the last of several wins. Errors: a window larger than the padded input, padding as
 * large as the window. Source: Ranzato et al., "Unsupervised learning of invariant feature
 * hierarchies", 2007.
 *
 * @param window rows and columns of the window
 * @param stride the steps of the window
 * @param padding cells around the images
 * @param keeps whether there is the second result
 */
public record MaxPool2dOp(Pair window, Pair stride, Padding padding, boolean keeps)
    implements SavesForBackward {
  /** A pool that says where the greatest were. */
  public MaxPool2dOp(Pair window, Pair stride, Padding padding) {
    this(window, stride, padding, true);
  }

  /** Windows side by side, without padding. */
  public MaxPool2dOp(Pair window) {
    this(window, window, Padding.NONE);
  }

  /** The greatest elements alone. */
  public static Node of(MaxPool2dOp op, Node x) {
    return op.applyAll(x).getFirst();
  }

  @Override
  public Op withoutSaved() {
    return new MaxPool2dOp(window, stride, padding, false);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    Arguments.floating(name(), inputs);
    TensorType y = results(name(), inputs.getFirst());
    return keeps ? List.of(y, y.withDType(DType.I32)) : List.of(y);
  }

  @Override
  public List<Node> gradient(Backward backward) {
    if (!keeps) {
      throw backward.missing("differentiate the op that keeps what its gradient needs");
    }
    Shape input = backward.input(0).shape();
    return Backward.gradients(
        new MaxPool2dGradientOp(window, stride, padding, input)
            .apply(backward.result(1), backward.upstream()));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.getFirst();
    NdArray y = NdArray.zeros(results(name(), Arguments.f32(x.shape())).shape());
    NdArray winners = NdArray.zeros(y.shape());
    Arrays.fill(winners.data(), -1);
    int channels = x.shape().size(3);
    sliding()
        .forEach(
            x.shape(),
            y.shape(),
            (input, result, cell) -> {
              for (int c = 0; c < channels; c++) {
                double value = x.data()[input * channels + c];
                int i = result * channels + c;
                if (winners.data()[i] < 0 || value > y.data()[i] || Double.isNaN(value)) {
                  y.data()[i] = value;
                  winners.data()[i] = cell;
                }
              }
            });
    return keeps ? List.of(y, winners) : List.of(y);
  }

  /** The type of the greatest elements, after checking everything; errors name the given op. */
  TensorType results(String op, TensorType images) {
    Arguments.rank(op, "the input (images, rows, columns, channels)", 4, images);
    Shape shape = sliding().results(op, images, images.shape().size(3));
    sliding().requireInputUnderWindow(op);
    return images.withShape(shape);
  }

  /** The geometry. */
  Window sliding() {
    return new Window(window, stride, padding, Pair.ONE);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others((long) window.rows() * window.columns() * result.elements());
  }
}
