package dev.ranvier.op;

import dev.ranvier.op.scalar.Expression;
import java.util.List;

/**
 * An elementwise op given by its formula and its derivatives: for functions whose derivatives found
 * symbolically would overflow, cost more, or choose otherwise at a kink ({@link PointwiseOp} takes
 * those).
 *
 * @param name what it is called in plans and errors
 * @param formula the formula over arguments 0 to arity − 1
 * @param derivatives the derivatives by the arguments, where argument {@code arity} is the result
 */
public record FormulaOp(String name, Expression formula, List<Expression> derivatives)
    implements Elementwise {
  /** Copies the list. */
  public FormulaOp {
    derivatives = List.copyOf(derivatives);
  }

  @Override
  public int arity() {
    return derivatives.size();
  }

  @Override
  public Expression derivative(int argument) {
    return derivatives.get(argument);
  }
}
