package dev.ranvier.nn;

import static dev.ranvier.op.scalar.Expression.argument;

import dev.ranvier.graph.Node;
import dev.ranvier.op.FormulaOp;
import dev.ranvier.op.scalar.Differentiation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * A loss that compares every output with its own target, and is their mean over an example's
 * outputs.
 *
 * <p>Shapes: predictions and targets [batch, …], loss [batch]. A new one states its formula, and
 * its derivative where the one found symbolically would overflow or choose otherwise at a kink.
 */
public interface ElementwiseLoss extends Loss {
  /** What formulas call the model's output. */
  Expression PREDICTION = argument(0);

  /** What formulas call the target. */
  Expression TARGET = argument(1);

  /** The loss of one output over {@link #PREDICTION} and {@link #TARGET}. */
  Expression formula();

  /** Its derivative by the prediction. */
  default Expression derivative() {
    return Differentiation.derivative(formula(), 0);
  }

  /** Its derivative by the target. */
  default Expression derivativeByTarget() {
    return Differentiation.derivative(formula(), 1);
  }

  @Override
  default Node perExample(Node prediction, Node target) {
    return PerExample.mean(
        new FormulaOp(name(), formula(), List.of(derivative(), derivativeByTarget()))
            .apply(prediction, target));
  }

  @Override
  default TensorType targetType(TensorType prediction) {
    return prediction;
  }
}
