package dev.ranvier.exec;

import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a recurrent layer and how its batch is shared: examples do not see each other, so
 * that a thread takes some of them through all steps on its own.
 *
 * @param steps how many steps
 * @param batch how many examples
 * @param units the size of a state
 * @param gates the elements of all gates of an example
 * @param compute the element type of the GEMM's operands
 */
record RecurrentSteps(int steps, int batch, int units, int gates, DType compute) {
  /**
   * Examples of a part: enough for the state's weights to be worth loading, few enough to share.
   */
  private static final int MAX_ROWS = 32;

  /** Some neighbouring examples. */
  record Part(int first, int rows) {}

  static RecurrentSteps of(TensorType inputs, Shape weights, DType compute) {
    return new RecurrentSteps(
        inputs.shape().size(0),
        inputs.shape().size(1),
        weights.size(0),
        inputs.shape().size(2),
        compute);
  }

  List<Part> parts() {
    int count = Math.ceilDiv(batch, MAX_ROWS);
    int rows = Math.ceilDiv(batch, count);
    List<Part> parts = new ArrayList<>();
    for (int first = 0; first < batch; first += rows) {
      parts.add(new Part(first, Math.min(rows, batch - first)));
    }
    return parts;
  }

  /** What a part of the examples has at a step. */
  static Tensor at(Tensor all, int step, Part part) {
    int width = all.shape().size(2);
    long row = (long) width * all.dtype().bytes();
    long start = ((long) step * all.shape().size(1) + part.first) * row;
    return Tensor.view(
        new TensorType(all.dtype(), Shape.of(part.rows, width)),
        all.memory().asSlice(start, part.rows * row));
  }

  /** The elements of all examples at some neighbouring steps, as rows. */
  static Tensor rows(Tensor all, int firstStep, int count) {
    int batch = all.shape().size(1);
    int width = all.shape().size(2);
    long step = (long) batch * width * all.dtype().bytes();
    return Tensor.view(
        new TensorType(all.dtype(), Shape.of(count * batch, width)),
        all.memory().asSlice(firstStep * step, count * step));
  }

  /** The type of the state of {@code rows} examples. */
  TensorType state(DType dtype, int rows) {
    return new TensorType(dtype, Shape.of(rows, units));
  }

  /** The type of the gates of {@code rows} examples. */
  TensorType gates(DType dtype, int rows) {
    return new TensorType(dtype, Shape.of(rows, gates));
  }

  TensorType weights() {
    return new TensorType(compute, Shape.of(units, gates));
  }
}
