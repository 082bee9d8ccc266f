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
 * The position of the greatest number along the last axis: the class a network decides for.
 *
 * <p>Shapes: x [..., C], y i32 [...]. Of equal numbers the first wins; NaN counts as greater than
 * any number. No gradient. Errors: a scalar.
 */
public record ArgMaxOp() implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    Arguments.floating(name(), inputs);
    Arguments.lastAxis(name(), inputs.getFirst());
    return List.of(new TensorType(DType.I32, inputs.getFirst().shape().remove(-1)));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    return backward.none();
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.getFirst();
    int classes = x.shape().size(-1);
    NdArray y = NdArray.zeros(x.shape().remove(-1));
    for (int row = 0; row < y.data().length; row++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        if (isGreater(x.data()[row * classes + k], x.data()[row * classes + best])) {
          best = k;
        }
      }
      y.data()[row] = best;
    }
    return List.of(y);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others(inputs.getFirst().elements());
  }

  private static boolean isGreater(double value, double best) {
    return value > best || Double.isNaN(value) && !Double.isNaN(best);
  }
}
