package dev.ranvier.op.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ErrorFunctionTest {
  /** Values by mpmath, to 20 digits. */
  private static final double[][] KNOWN = {
    {0.1, 0.1124629160182848984},
    {0.5, 0.52049987781304653768},
    {1.0, 0.84270079294971486934},
    {1.7, 0.98379045859077456084},
    {2.9999, 0.99997789557351783909},
    {3.0, 0.99997790950300141456},
    {3.5, 0.99999925690162765859},
    {5.5, 0.99999999999999264215},
    {6.0, 0.99999999999999997848},
    {7.0, 1.0}
  };

  @Test
  void agreesWithKnownValues() {
    for (double[] known : KNOWN) {
      assertThat(ErrorFunction.of(known[0])).isCloseTo(known[1], Offset.offset(1e-15));
      assertThat(ErrorFunction.of(-known[0])).isCloseTo(-known[1], Offset.offset(1e-15));
    }
  }

  /** Near zero the error is small against the value, not just against one. */
  @Test
  void isExactNearZero() {
    double slope = 2 / Math.sqrt(Math.PI);
    for (double x : new double[] {1e-3, 1e-8, 1e-200}) {
      assertThat(ErrorFunction.of(x) / (slope * (x - x * x * x / 3)))
          .isCloseTo(1, Offset.offset(1e-12));
    }
  }

  @Test
  void edges() {
    assertThat(ErrorFunction.of(0)).isZero();
    assertThat(ErrorFunction.of(Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(ErrorFunction.of(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(ErrorFunction.of(Double.NaN)).isNaN();
  }

  /** Values of the standard normal distribution: Abramowitz and Stegun, tables 26.1 and 26.2. */
  @Test
  void normalProbabilities() {
    double[][] known = {
      {0, 0.5}, {1, 0.841344746068543}, {2, 0.977249868051821}, {3, 0.998650101968370}
    };
    for (double[] each : known) {
      double x = each[0];
      assertThat(ErrorFunction.normalProbability(x)).isCloseTo(each[1], Offset.offset(1e-15));
      assertThat(ErrorFunction.normalProbability(-x)).isCloseTo(1 - each[1], Offset.offset(1e-15));
    }
    double far = ErrorFunction.normalProbability(-10);
    assertThat(far / 7.619853024160527e-24).isCloseTo(1, Offset.offset(1e-12));
    assertThat(ErrorFunction.normalProbability(Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(ErrorFunction.normalProbability(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(ErrorFunction.normalProbability(Double.NaN)).isNaN();
  }
}
