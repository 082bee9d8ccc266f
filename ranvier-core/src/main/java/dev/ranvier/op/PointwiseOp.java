package dev.ranvier.op;

import dev.ranvier.op.scalar.Differentiation;
import dev.ranvier.op.scalar.Expression;

/**
 * An elementwise op given by its formula alone; its derivatives are found symbolically.
 *
 * @param name what it is called in plans and errors
 * @param arity the number of inputs
 * @param formula the formula over arguments 0 to arity − 1
 */
public record PointwiseOp(String name, int arity, Expression formula) implements Elementwise {
  @Override
  public Expression derivative(int argument) {
    return Differentiation.derivative(formula, argument);
  }
}
