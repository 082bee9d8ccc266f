package dev.ranvier.nn;

import static dev.ranvier.op.scalar.Expression.argument;

import dev.ranvier.graph.Node;
import dev.ranvier.op.FormulaOp;
import dev.ranvier.op.scalar.Differentiation;
import dev.ranvier.op.scalar.Expression;
import java.util.List;

/**
 * An activation that is one formula of every number: y = f(x), of the input's shape.
 *
 * <p>A new one states its formula, and its derivative where the one found symbolically would cost
 * more, overflow, or choose otherwise at a kink.
 */
public interface ElementwiseActivation extends Activation {
  /** What formulas call the input. */
  Expression X = argument(0);

  /** What derivatives may call the result. */
  Expression Y = argument(1);

  /** The formula over {@link #X}. */
  Expression formula();

  /** The derivative over {@link #X} and {@link #Y}. */
  default Expression derivative() {
    return Differentiation.derivative(formula(), 0);
  }

  @Override
  default Node apply(Node x, Context context) {
    return new FormulaOp(kind(), formula(), List.of(derivative())).apply(x);
  }
}
