package dev.ranvier.nn.loss;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Loss;
import dev.ranvier.op.FormulaOp;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/** Checks and types of losses that tell classes apart: the last axis has one number a class. */
final class Classes {
  /** Weight times logarithm; a class without weight adds nothing, also where it is impossible. */
  private static final FormulaOp WEIGHTED =
      new FormulaOp(
          "weighted-logarithm",
          select(argument(0), argument(0).times(argument(1)), constant(0)),
          List.of(argument(1), argument(0)));

  private Classes() {}

  /** The sum over the classes, the last axis, of weights times logarithms of probabilities. */
  static Node expected(Node weights, Node logarithms) {
    return Ops.sum(WEIGHTED.apply(weights, logarithms), -1);
  }

  /** The type if it has a batch and a class axis. */
  static TensorType required(String loss, String what, TensorType prediction) {
    if (prediction.shape().rank() < 2) {
      throw new IllegalArgumentException(
          loss
              + ": takes "
              + what
              + " [batch,classes], got "
              + prediction.shape()
              + "; end the model with a dense layer of one unit a class");
    }
    return prediction;
  }

  /**
   * Refuses an index of no class; see {@link Loss#requireTargets}.
   *
   * @param ignored an index that is allowed all the same
   */
  static void requireIndices(
      Loss loss, Tensor targets, int from, int to, int classes, int ignored) {
    long row = targets.shape().elements() / targets.shape().size(0);
    for (int example = 0; example < targets.shape().size(0); example++) {
      for (int i = from; i < to; i++) {
        double target = targets.getDouble(example * row + i);
        boolean isClass = target >= 0 && target < classes && target == Math.rint(target);
        if (!isClass && target != ignored) {
          throw new IllegalArgumentException(
              String.format(
                  "%s: example %d of the batch has the target %s, but the model's outputs are for"
                      + " classes 0 to %d; mend the labels or give the last layer one unit a class",
                  loss.name(), example, Targets.text(target), classes - 1));
        }
      }
    }
  }

  /** The type of class indices for such predictions: one for every position. */
  static TensorType indices(String loss, String what, TensorType prediction) {
    var shape = required(loss, what, prediction).shape();
    return new TensorType(DType.I32, shape.remove(shape.rank() - 1));
  }
}
