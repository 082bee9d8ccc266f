package dev.ranvier.op.scalar;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.tensor.CounterRandom;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExpressionTest {
  private final Expression x = argument(0);
  private final Expression y = argument(1);

  @Test
  void evaluatesEveryFunction() {
    assertThat(value(x.plus(y).times(2).minus(1), 3, 4)).isEqualTo(13);
    assertThat(value(x.over(y), 3, 4)).isEqualTo(0.75);
    assertThat(value(x.max(y).minus(x.min(y)), 3, 4)).isEqualTo(1);
    assertThat(value(x.apply(BinaryFunction.POWER, y), 3, 4)).isEqualTo(81);
    assertThat(value(x.lessThan(y), 3, 4)).isEqualTo(1);
    assertThat(value(x.greaterThan(y), 3, 4)).isEqualTo(0);
    assertThat(value(x.apply(BinaryFunction.EQUAL, y), 3, 3)).isEqualTo(1);
    assertThat(value(x.negate(), 3)).isEqualTo(-3);
    assertThat(value(x.apply(UnaryFunction.ABSOLUTE), -3)).isEqualTo(3);
    assertThat(value(x.apply(UnaryFunction.SIGN), -3)).isEqualTo(-1);
    assertThat(value(x.apply(UnaryFunction.FLOOR), -2.5)).isEqualTo(-3);
    assertThat(value(x.sqrt(), 9)).isEqualTo(3);
    assertThat(value(x.exp().log(), 2)).isEqualTo(2);
    assertThat(value(x.tanh(), 1)).isEqualTo(Math.tanh(1));
    assertThat(value(x.squared(), 3)).isEqualTo(9);
  }

  @Test
  void anyNumberButZeroIsTrue() {
    Expression choice = select(x, constant(10), constant(20));
    assertThat(value(choice, 0.5)).isEqualTo(10);
    assertThat(value(choice, 0)).isEqualTo(20);
  }

  @Test
  void randomNumbersDependOnKeyAndElement() {
    Expression random = new Expression.Random(x);
    assertThat(random.evaluate(new double[] {77}, 5)).isEqualTo(new CounterRandom(77).uniform(5));
    assertThat(random.evaluate(new double[] {-1e9}, 5))
        .isEqualTo(new CounterRandom(-1_000_000_000).uniform(5));
  }

  @Test
  void substitutionReplacesAllAtOnce() {
    Expression formula = x.minus(y).times(x);
    assertThat(formula.substitute(List.of(y, x))).isEqualTo(y.minus(x).times(y));
    assertThat(formula.substitute(List.of(constant(2), x.plus(1))))
        .isEqualTo(constant(2).minus(x.plus(1)).times(constant(2)));
  }

  @Test
  void knowsItsArguments() {
    Expression formula = select(x, constant(1), new Expression.Random(argument(2)));
    assertThat(formula.mentions(0)).isTrue();
    assertThat(formula.mentions(1)).isFalse();
    assertThat(formula.mentions(2)).isTrue();
  }

  @Test
  void isWrittenForPeople() {
    Expression formula = select(x.lessThan(y), x.tanh().times(0.5), new Expression.Random(y));
    assertThat(Notation.of(formula))
        .isEqualTo("((v0 < v1) ? (hyperbolic_tangent(v0) * 0.5) : random(v1))");
    assertThat(Notation.of(constant(3))).isEqualTo("3");
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void substitutionIsComposition(
      @ForAll("formulas") Expression outer, @ForAll("formulas") Expression inner) {
    double[] at = {0.7, -1.3};
    double inside = inner.evaluate(at, 9);
    assertThat(outer.substitute(List.of(inner, y)).evaluate(at, 9))
        .isEqualTo(Double.valueOf(outer.evaluate(new double[] {inside, at[1]}, 9)));
  }

  @Provide
  Arbitrary<Expression> formulas() {
    return Expressions.any(2);
  }

  private static double value(Expression formula, double... arguments) {
    return formula.evaluate(arguments, 0);
  }
}
