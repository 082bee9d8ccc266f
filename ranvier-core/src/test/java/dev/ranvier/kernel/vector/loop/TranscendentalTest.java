package dev.ranvier.kernel.vector.loop;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.op.scalar.BinaryFunction;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.op.scalar.UnaryFunction;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The approximations against {@link Math}: errors in units in the last place, and all edges. */
class TranscendentalTest {
  private static final int SAMPLES = 1 << 18;
  private static final float[] EDGES = {
    0f,
    -0f,
    1f,
    -1f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    Float.intBitsToFloat(0x7f800001),
    88.7228f,
    88.73f,
    -87.3f,
    -104f,
    0x1p23f,
    0x1.0p31f,
    -2.5f,
    0.625f
  };

  private static List<LoopForm> forms() {
    return PresentForms.all();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void exponential(LoopForm form) {
    assertUlps(form, argument(0).exp(), Math::exp, -87.3f, 88.7f, 0.95);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void logarithm(LoopForm form) {
    assertUlps(form, argument(0).log(), Math::log, 0.3f, 3f, 0.95);
    assertUlps(form, argument(0).log(), Math::log, 1e-41f, 1e-37f, 0.95);
    assertUlps(form, argument(0).log(), Math::log, 3f, 3e38f, 0.95);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void expm1(LoopForm form) {
    assertUlps(form, argument(0).expm1(), Math::expm1, -1f, 1f, 1.5);
    assertUlps(form, argument(0).expm1(), Math::expm1, -90f, 88.7f, 1.5);
    assertUlps(form, argument(0).expm1(), Math::expm1, 1e-37f, 1e-3f, 1);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void log1p(LoopForm form) {
    assertUlps(form, argument(0).log1p(), Math::log1p, -0.99999f, 3f, 1.4);
    assertUlps(form, argument(0).log1p(), Math::log1p, 1e-37f, 1f, 1.4);
    assertUlps(form, argument(0).log1p(), Math::log1p, 1f, 3e38f, 1);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void hyperbolicTangent(LoopForm form) {
    assertUlps(form, argument(0).tanh(), Math::tanh, -10f, 10f, 1.35);
    assertUlps(form, argument(0).tanh(), Math::tanh, -1e-3f, 1e-3f, 1);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void errorFunction(LoopForm form) {
    assertUlps(form, argument(0).erf(), UnaryFunction.ERROR_FUNCTION::evaluate, -5f, 5f, 1);
    assertUlps(form, argument(0).erf(), UnaryFunction.ERROR_FUNCTION::evaluate, -1e-3f, 1e-3f, 1);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void normalProbability(LoopForm form) {
    float[] x = new float[SAMPLES];
    IntStream.range(0, SAMPLES).forEach(i -> x[i] = 18f * i / SAMPLES - 9);
    float[] actual = run(form, argument(0).normalProbability(), x);
    for (int i = 0; i < SAMPLES; i++) {
      double wanted = UnaryFunction.NORMAL_PROBABILITY.evaluate(x[i]);
      assertThat((double) actual[i]).as("at %s", x[i]).isCloseTo(wanted, Offset.offset(1.2e-7));
      assertThat(actual[i]).as("at %s", x[i]).isBetween(0f, 1f);
    }
    float[] edges = {
      0, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e38f, -3e38f, Float.NaN
    };
    assertThat(run(form, argument(0).normalProbability(), edges))
        .containsExactly(0.5f, 0.5f, 1, 0, 1, 0, Float.NaN);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void powers(LoopForm form) {
    for (float exponent : new float[] {-7.5f, -0.3f, 0.1f, 1.7f, 2.4f, 11, 25}) {
      Expression power = argument(0).apply(BinaryFunction.POWER, constant(exponent));
      assertUlps(form, power, x -> Math.pow(x, exponent), 0.05f, 17f, 2.5);
    }
    Expression reverse = constant(1.3f).apply(BinaryFunction.POWER, argument(0));
    assertUlps(form, reverse, x -> Math.pow(1.3f, x), -300f, 300f, 8);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void edgesOfPowers(LoopForm form) {
    for (float x : EDGES) {
      Expression power = constant(x).apply(BinaryFunction.POWER, argument(0));
      float[] actual = run(form, power, EDGES);
      for (int i = 0; i < EDGES.length; i++) {
        assertEdge(actual[i], (float) Math.pow(x, EDGES[i]), x + " to the power " + EDGES[i], 2);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void arcTangent(LoopForm form) {
    Expression formula = argument(0).apply(UnaryFunction.ARC_TANGENT);
    assertUlps(form, formula, Math::atan, -4f, 4f, 2.5);
    assertUlps(form, formula, Math::atan, -1e-3f, 1e-3f, 2.5);
    assertUlps(form, formula, Math::atan, 1f, 1e30f, 2.5);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void edges(LoopForm form) {
    for (UnaryFunction function : UnaryFunction.values()) {
      float[] actual = run(form, argument(0).apply(function), EDGES);
      for (int i = 0; i < EDGES.length; i++) {
        float wanted = (float) function.evaluate(EDGES[i]);
        int allowed =
            switch (function) {
              case FLOOR -> 0;
              case NORMAL_PROBABILITY -> 8; // it is exact beside 1, not beside itself
              default -> 2;
            };
        assertEdge(actual[i], wanted, function + " of " + EDGES[i], allowed);
      }
    }
  }

  private static void assertEdge(float actual, float wanted, String context, int allowed) {
    if (!Float.isFinite(wanted) || wanted == 0) {
      assertThat(actual + 0f).as(context).isEqualTo(Float.valueOf(wanted + 0f));
    } else if (Math.abs(wanted) <= Float.MIN_NORMAL && wanted == actual + wanted) {
      assertThat(actual).as(context).isZero(); // subnormal exponentials are zero
    } else {
      assertThat(actual).as(context).isBetween(down(wanted, allowed), up(wanted, allowed));
    }
  }

  @Test
  void greaterAndSmallerAreNaNWhereOneIs() {
    for (LoopForm form : forms()) {
      Expression both = argument(0).max(argument(0).negate()).min(argument(0));
      float[] actual = run(form, both, EDGES);
      for (int i = 0; i < EDGES.length; i++) {
        float wanted = Math.min(Math.max(EDGES[i], -EDGES[i]), EDGES[i]);
        assertThat(actual[i]).as("of " + EDGES[i]).isEqualTo(Float.valueOf(wanted));
      }
    }
  }

  /** Numbers in the formula are compared with, which must give the same as a maximum. */
  @Test
  void limitsThatAreNumbersKeepNaNAndTheSignOfZero() {
    for (LoopForm form : forms()) {
      for (double limit : new double[] {0, -0.0, 1.5, Double.NaN}) {
        float[] greater = run(form, argument(0).max(constant(limit)), EDGES);
        float[] smaller = run(form, argument(0).min(constant(limit)), EDGES);
        for (int i = 0; i < EDGES.length; i++) {
          String context = EDGES[i] + " and " + limit;
          float bound = (float) limit;
          assertThat(greater[i]).as(context).isEqualTo(Float.valueOf(Math.max(EDGES[i], bound)));
          assertThat(smaller[i]).as(context).isEqualTo(Float.valueOf(Math.min(EDGES[i], bound)));
        }
      }
    }
  }

  private static void assertUlps(
      LoopForm form,
      Expression formula,
      DoubleUnaryOperator definition,
      float low,
      float high,
      double allowed) {
    float[] x = new float[SAMPLES];
    boolean wide = low > 0 && high / low > 1e3;
    for (int i = 0; i < SAMPLES; i++) {
      double share = (i + 0.5) / SAMPLES;
      x[i] =
          (float) (wide ? low * Math.pow((double) high / low, share) : low + (high - low) * share);
    }
    float[] actual = run(form, formula, x);
    for (int i = 0; i < SAMPLES; i++) {
      double wanted = definition.applyAsDouble(x[i]);
      double error = Math.abs(actual[i] - wanted) / Math.ulp((float) wanted);
      if (!(error <= allowed)) {
        assertThat(error).as("%s at %s: %s", formula, x[i], actual[i]).isLessThan(allowed);
      }
    }
  }

  private static float[] run(LoopForm form, Expression formula, float[] x) {
    LoopKey key =
        new LoopKey(
            ScalarProgram.of(1, List.of(formula)),
            List.of(DType.F32),
            List.of(AccessPattern.FULL),
            List.of(new LoopOutput.Stored(DType.F32)),
            form);
    Tensor input = Tensor.of(Shape.of(x.length), x);
    Tensor output = input.copy();
    long[] table = {input.memory().address(), output.memory().address()};
    LoopCompiler.compile(key).orElseThrow().run(table, 0, x.length, 0, 0, 1, 0, x.length);
    return output.toFloats();
  }

  private static float up(float value, int instructions) {
    return instructions == 0 ? value : up(Math.nextUp(value), instructions - 1);
  }

  private static float down(float value, int instructions) {
    return instructions == 0 ? value : down(Math.nextDown(value), instructions - 1);
  }
}
