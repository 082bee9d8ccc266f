package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.op.scalar.Expression;

/** The error function: y = erf x = 2/√π · ∫₀ˣ exp(−t²) dt; derivative 2/√π · exp(−x²). */
public record ErfOp() implements Elementwise {
  @Override
  public int arity() {
    return 1;
  }

  @Override
  public Expression formula() {
    return argument(0).erf();
  }

  @Override
  public Expression derivative(int argument) {
    return constant(2 / Math.sqrt(Math.PI)).times(argument(0).squared().negate().exp());
  }
}
