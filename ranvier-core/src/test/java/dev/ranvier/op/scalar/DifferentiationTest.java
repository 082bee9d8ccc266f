package dev.ranvier.op.scalar;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DifferentiationTest {
  private static final double STEP = 1e-6;

  private final Expression x = argument(0);
  private final Expression y = argument(1);

  @Test
  void leavesOutWhatAddsNothing() {
    assertThat(derivative(x)).isEqualTo(constant(1));
    assertThat(derivative(y)).isEqualTo(constant(0));
    assertThat(derivative(x.plus(y))).isEqualTo(constant(1));
    assertThat(derivative(x.times(y))).isEqualTo(y);
    assertThat(derivative(x.exp())).isEqualTo(x.exp());
    assertThat(derivative(select(y, constant(1), constant(2)))).isEqualTo(constant(0));
    assertThat(derivative(new Expression.Random(x))).isEqualTo(constant(0));
  }

  /** Else a square, written as a power, would be NaN at zero by way of ln 0. */
  @Test
  void aConstantExponentNeedsNoLogarithm() {
    Expression square = x.apply(BinaryFunction.POWER, constant(2));
    assertThat(derivative(square).evaluate(new double[] {0}, 0)).isZero();
    assertThat(derivative(square).evaluate(new double[] {-3}, 0)).isEqualTo(-6);
  }

  @Test
  void choosesOneSideAtAKink() {
    double[] equal = {2, 2};
    assertThat(derivative(x.max(y)).evaluate(equal, 0)).isEqualTo(1);
    assertThat(derivative(y.max(x)).evaluate(equal, 0)).isEqualTo(0);
    assertThat(derivative(x.min(y)).evaluate(equal, 0)).isEqualTo(1);
    assertThat(derivative(x.apply(UnaryFunction.ABSOLUTE)).evaluate(new double[] {0}, 0)).isZero();
  }

  @ParameterizedTest
  @EnumSource(UnaryFunction.class)
  void everyFunctionOfOneNumber(UnaryFunction function) {
    for (double at : new double[] {0.3, 0.7, 1.6}) {
      assertDerivative(x.apply(function), new double[] {at, 0});
    }
  }

  @ParameterizedTest
  @EnumSource(BinaryFunction.class)
  void everyFunctionOfTwoNumbers(BinaryFunction function) {
    for (double at : new double[] {0.3, 0.7, 1.6}) {
      assertDerivative(x.apply(function, y), new double[] {at, 1.1});
      assertDerivative(y.apply(function, x), new double[] {at, 1.1});
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void agreesWithFiniteDifferences(@ForAll("smooth") Expression formula) {
    assertDerivative(formula, new double[] {0.7, -0.4});
  }

  @Provide
  Arbitrary<Expression> smooth() {
    return Expressions.smooth(2);
  }

  private static void assertDerivative(Expression formula, double[] at) {
    double above = formula.evaluate(new double[] {at[0] + STEP, at[1]}, 0);
    double below = formula.evaluate(new double[] {at[0] - STEP, at[1]}, 0);
    double expected = (above - below) / (2 * STEP);
    assertThat(derivative(formula).evaluate(at, 0))
        .as(Notation.of(formula))
        .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
  }

  private static Expression derivative(Expression formula) {
    return Differentiation.derivative(formula, 0);
  }
}
