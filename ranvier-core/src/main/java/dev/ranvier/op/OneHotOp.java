package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * Class indices as vectors of zeros with a single one.
 *
 * <p>Formula: y[…, k] = 1 where k = x[…], else 0; an index below 0 or not below the number of
 * classes gives zeros alone (by which labels can be masked). Shapes: x i32 [...], y f32 [...,
 * classes]. No gradient. Errors: inputs that are not i32.
 *
 * @param classes the number of classes
 */
public record OneHotOp(int classes) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    Arguments.dtype(name(), "the input (class indices)", DType.I32, inputs.getFirst());
    if (classes < 1) {
      throw new IllegalArgumentException("one-hot: needs at least 1 class, got " + classes);
    }
    return List.of(new TensorType(DType.F32, results(inputs.getFirst().shape())));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    return backward.none();
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    double[] indices = inputs.getFirst().data();
    NdArray y = NdArray.zeros(results(inputs.getFirst().shape()));
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] >= 0 && indices[i] < classes) {
        y.data()[i * classes + (int) indices[i]] = 1;
      }
    }
    return List.of(y);
  }

  private Shape results(Shape indices) {
    return indices.insert(indices.rank(), classes);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.NONE;
  }
}
