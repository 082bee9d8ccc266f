package dev.ranvier.kernel.vector.loop;

import java.util.function.UnaryOperator;

/**
 * Exponential, logarithm (both also near 1), power, hyperbolic and arc tangent, error function and
 * floor as steps: range reduction and a polynomial in single precision.
 *
 * <p>Largest errors found over the whole range: exponential 0.9 ulp, logarithm 0.9 ulp, both near 1
 * 1.5 ulp, power 8 ulp (2 where the exponent is below 10), hyperbolic tangent 1.4 ulp, arc tangent
 * 2.5 ulp, error function 1.0 ulp (1 ulp: distance between neighbouring floats); normal probability
 * 1.2e-7. Zero, infinities and NaN give what {@link Math} gives; exponentials and powers below the
 * smallest normal number are zero. The coefficients are minimax fits (Lawson's weighting on
 * Chebyshev nodes), rounded one after the other. Being made of exact primitives, the results are
 * the same bits at every position and in every form of a loop.
 */
public final class Transcendental {
  private static final float[] EXPONENTIAL = {
    0x1.fffffcp-2f, 0x1.555492p-3f, 0x1.5558bcp-5f, 0x1.1239c6p-7f, 0x1.6a4154p-10f
  };
  private static final float[] LOGARITHM = {
    0x1.555554p-2f, -0x1.000226p-2f, 0x1.99a01cp-3f, -0x1.54728ap-3f,
    0x1.22d92ep-3f, -0x1.0d8242p-3f, 0x1.055ec6p-3f, -0x1.38c9dep-4f
  };
  // S. Moshier, Cephes, tanhf and atanf.
  private static final float[] SMALL_TANGENT = {
    -3.33332819422e-1f, 1.33314422036e-1f, -5.37397155531e-2f, 2.06390887954e-2f, -5.70498872745e-3f
  };
  private static final float[] ARC_TANGENT = {
    -3.33329491539e-1f, 1.99777106478e-1f, -1.38776856032e-1f, 8.05374449538e-2f
  };

  private static final float[] ERROR_FUNCTION = {
    0x1.06eba6p-3f,
    -0x1.8126e4p-2f,
    0x1.ce19e8p-4f,
    -0x1.b681d8p-6f,
    0x1.46fcc6p-8f,
    -0x1.390398p-11f
  };
  private static final float[] LOGARITHM_OF_COMPLEMENT = {
    -0x1.cb7cecp-13f,
    -0x1.20a8f0p+0f,
    -0x1.465294p-1f,
    -0x1.a91958p-4f,
    0x1.6afcf2p-6f,
    -0x1.8c7e92p-9f,
    0x1.96fb9cp-13f
  };

  private static final float[] POWER_OF_TWO = {
    0x1.62e42ap-1f, 0x1.ebf9c0p-3f, 0x1.c6b6dap-5f, 0x1.3ce98ap-7f, 0x1.5bdabep-10f
  };

  /** Of log₂ of the probability of a normal number beyond x, without its first term, −1. */
  private static final float[] NORMAL_TAIL = {
    -0x1.26aee2p+0f,
    -0x1.d63828p-2f,
    -0x1.ae5938p-5f,
    0x1.d2fed8p-8f,
    -0x1.90774ep-13f,
    -0x1.52d922p-13f,
    0x1.1b7834p-15f,
    -0x1.39f44ep-19f
  };

  private static final double LN2 = Math.log(2);
  private static final float LN2_HIGH = 0x1.62e430p-1f;
  private static final float LN2_LOW = (float) (LN2 - LN2_HIGH);
  // The upper part for the logarithm is short, so that multiplying it by any exponent is exact.
  private static final float LN2_SHORT = 0x1.63p-1f;
  private static final float LN2_REST = (float) (LN2 - LN2_SHORT);
  // Adding it leaves a number rounded to a whole one in the lowest bits.
  private static final float ROUNDER = 0x1.8p23f;
  // The same with a float's exponent for 2 to that number.
  private static final float ROUNDER_TO_EXPONENT = ROUNDER + 127;
  private static final float LARGEST_EXPONENT = 88.72283f;
  private static final float SMALLEST_EXPONENT = -87.33654f;
  private static final int MANTISSA_BITS = 23;

  /** The exponent bits of one half. */
  private static final int HALF_EXPONENT = 126;

  private static final int SQUARE_ROOT_OF_HALF = 0x3f3504f3;

  private static final float SMALL_HYPERBOLIC_TANGENT = 0.625f;

  /** From here on the hyperbolic tangent rounds to 1. */
  private static final float LARGE_HYPERBOLIC_TANGENT = 10;

  private static final float SMALL_ERROR_FUNCTION = 0.9277f;

  /** From here on the error function rounds to 1. */
  private static final float LARGE_ERROR_FUNCTION = 4;

  /** From here on less than 2e-12 of a normal distribution is left, which counts as none. */
  private static final float FAR_FROM_MEAN = 7;

  private Transcendental() {}

  /** eˣ = 2ⁿ · eʳ with n = x / ln 2 rounded and |r| at most half of ln 2. */
  static Value exponential(Value x) {
    return exponential(x, r -> r);
  }

  /** The exponential of a number and a small rest that {@code addRest} adds to it. */
  private static Value exponential(Value x, UnaryOperator<Value> addRest) {
    Value withUnderflow =
        x.lessThan(SMALLEST_EXPONENT).choose(x.body().number(0), normalExponential(x, addRest));
    // Past the range this is infinity, and NaN for NaN.
    Value beyond = x.times(Float.POSITIVE_INFINITY);
    return x.lessOrEqual(LARGEST_EXPONENT).choose(withUnderflow, beyond);
  }

  /** The exponential where it is a normal number. */
  private static Value normalExponential(Value x, UnaryOperator<Value> addRest) {
    LoopBody body = x.body();
    Value one = body.number(1);
    Value shifted = x.timesPlus(body.number(1 / LN2), body.number(ROUNDER));
    Value n = shifted.minus(ROUNDER);
    Value r = n.timesPlus(body.number(-LN2_HIGH), x);
    r = addRest.apply(n.timesPlus(body.number(-LN2_LOW), r));
    Value p = polynomial(EXPONENTIAL, r).timesPlus(r, one).timesPlus(r, one);
    Value exponent = shifted.bits().shift(Operation.SHIFT_LEFT, MANTISSA_BITS);
    return p.bits().intPlus(exponent).fromBits();
  }

  /** eˣ − 1 = 2ⁿ · (eʳ − 1) + (2ⁿ − 1), with n and r as for the exponential. */
  static Value expm1(Value x) {
    LoopBody body = x.body();
    Value shifted = x.timesPlus(body.number(1 / LN2), body.number(ROUNDER));
    Value n = shifted.minus(ROUNDER);
    Value r = n.timesPlus(body.number(-LN2_HIGH), x);
    r = n.timesPlus(body.number(-LN2_LOW), r);
    Value p = polynomial(EXPONENTIAL, r).times(r).timesPlus(r, r);
    // Half of 2ⁿ, as 2 to the power 128 is no float.
    Value exponent = shifted.bits().intPlus(body.whole(HALF_EXPONENT));
    Value half = exponent.shift(Operation.SHIFT_LEFT, MANTISSA_BITS).fromBits();
    Value normal = p.timesPlus(half, half.minus(0.5)).times(2);
    Value bounded = x.lessThan(SMALLEST_EXPONENT).choose(body.number(-1), normal);
    Value finite =
        x.lessOrEqual(LARGEST_EXPONENT).choose(bounded, x.times(Float.POSITIVE_INFINITY));
    return x.equalTo(body.number(0)).choose(x, finite); // zero keeps its sign
  }

  /** ln x = e · ln 2 + ln m, where x = 2ᵉ · m and m lies around 1. */
  static Value logarithm(Value x) {
    Scientific parts = Scientific.of(x);
    return logarithmOrEdge(x, logarithm(parts.exponent, parts.fraction));
  }

  /** The logarithm of 2 to an exponent times (1 + fraction). */
  private static Value logarithm(Value exponent, Value f) {
    LoopBody body = f.body();
    Value square = f.times(f);
    Value p = polynomial(LOGARITHM, f).times(square.times(f));
    p = exponent.timesPlus(body.number(LN2_REST), p);
    p = square.timesPlus(body.number(-0.5), p);
    return exponent.timesPlus(body.number(LN2_SHORT), f.plus(p));
  }

  /** ln(1 + x), where what the sum loses by rounding is added to the fraction of its parts. */
  static Value log1p(Value x) {
    LoopBody body = x.body();
    Value sum = x.plus(1);
    Value added = sum.minus(1);
    Value lost = body.number(1).minus(sum.minus(added)).plus(x.minus(added));
    Scientific parts = Scientific.ofNormal(sum.bits());
    Value one = body.whole(Float.floatToRawIntBits(1));
    Value scale =
        one.intMinus(parts.wholeExponent.shift(Operation.SHIFT_LEFT, MANTISSA_BITS)).fromBits();
    // A large number loses nothing that counts, and the scale may be no float.
    Value rest = x.lessThan(0x1p24).choose(lost.times(scale), body.number(0));
    Value logarithm = logarithm(parts.exponent, parts.fraction.plus(rest));
    Value zero = body.number(0);
    return x.equalTo(zero).choose(x, logarithmOrEdge(sum, logarithm)); // zero keeps its sign
  }

  private static Value logarithmOrEdge(Value x, Value logarithm) {
    LoopBody body = x.body();
    Value zero = body.number(0);
    Value notPositive =
        x.equalTo(zero).choose(body.number(Double.NEGATIVE_INFINITY), body.number(Double.NaN));
    Value finite = x.lessOrEqual(Float.MAX_VALUE).choose(logarithm, x);
    return zero.lessThan(x).choose(finite, notPositive);
  }

  /**
   * A positive number as 2 to an exponent times (1 + fraction), which lies around 1.
   *
   * @param wholeExponent the exponent as an int, before that of a subnormal number is mended
   */
  private record Scientific(Value wholeExponent, Value exponent, Value fraction) {
    static Scientific of(Value x) {
      Value subnormal = x.lessThan(Float.MIN_NORMAL);
      Scientific normal = ofNormal(subnormal.choose(x.times(0x1p23), x).bits());
      Value e = normal.exponent;
      Value mended = subnormal.choose(e.minus(MANTISSA_BITS), e);
      return new Scientific(normal.wholeExponent, mended, normal.fraction);
    }

    static Scientific ofNormal(Value bits) {
      Value e =
          bits.intMinus(bits.body().whole(SQUARE_ROOT_OF_HALF))
              .shift(Operation.SHIFT_RIGHT, MANTISSA_BITS);
      Value f = bits.intMinus(e.shift(Operation.SHIFT_LEFT, MANTISSA_BITS)).fromBits().minus(1);
      return new Scientific(e, e.toFloat(), f);
    }
  }

  /**
   * xʸ = exp(y · ln |x|), with the sign of x where y is odd. The logarithm and its multiple are
   * sums of two floats, because the exponential turns absolute errors into relative ones.
   */
  static Value power(Value x, Value y) {
    LoopBody body = x.body();
    Value size = x.absolute();
    Scientific parts = Scientific.of(size);
    Value f = parts.fraction;
    Value square = f.times(f);
    Value squareRest = f.timesPlus(f, square.negate());
    Value half = square.times(-0.5);
    Value near = f.plus(half);
    Value nearRest = half.minus(near.minus(f));
    Value whole = parts.exponent.times(LN2_SHORT);
    Value sum = whole.plus(near);
    Value sumRest = near.minus(sum.minus(whole));
    Value cubic = polynomial(LOGARITHM, f).times(square.times(f));
    Value small = squareRest.timesPlus(body.number(-0.5), cubic);
    small = parts.exponent.timesPlus(body.number(LN2_REST), small);
    Value rest = sumRest.plus(nearRest).plus(small);
    Value logarithm = sum.plus(rest);
    Value logarithmRest = rest.minus(logarithm.minus(sum));
    Value exponent = y.times(logarithmOrEdge(size, logarithm));
    Value exponentRest = y.timesPlus(logarithm, exponent.negate());
    exponentRest = y.timesPlus(logarithmRest, exponentRest);
    // Far outside of the exponential's range, and for infinities, the rest means nothing.
    Value zero = body.number(0);
    Value bounded =
        exponent.absolute().lessOrEqual(2 * LARGEST_EXPONENT).choose(exponentRest, zero);
    Value power = exponential(exponent, r -> r.plus(bounded));
    return y.equalTo(zero).choose(body.number(1), signed(power, x, y));
  }

  /**
   * A power of |x| as one of x: of the sign of x where y is odd, not a number where it has none.
   */
  private static Value signed(Value power, Value x, Value y) {
    Value half = y.times(0.5);
    Value isWhole = y.equalTo(floor(y));
    Value isEven = half.equalTo(floor(half));
    Value flipped = power.bits().xor(x.bits().and(Integer.MIN_VALUE)).fromBits();
    Value nan = x.lessThan(-Float.MAX_VALUE).choose(power, x.body().number(Double.NaN));
    return isWhole.choose(isEven.choose(power, flipped), x.lessThan(0).choose(nan, power));
  }

  /** erf x = x + x · P(x²) near zero, sign(x) · (1 − exp(Q(|x|))) elsewhere. */
  static Value errorFunction(Value x) {
    LoopBody body = x.body();
    Value near = polynomial(ERROR_FUNCTION, x.times(x)).timesPlus(x, x);
    Value size = x.absolute();
    Value logarithm = polynomial(LOGARITHM_OF_COMPLEMENT, bounded(size, LARGE_ERROR_FUNCTION));
    Value far = body.number(1).minus(normalExponential(logarithm, r -> r));
    return odd(x, near, far, SMALL_ERROR_FUNCTION);
  }

  /** Φ x = 2 to P(−x) below zero, 1 − 2 to P(x) above. */
  static Value normalProbability(Value x) {
    LoopBody body = x.body();
    Value size = x.absolute();
    Value tail = powerOfTwo(polynomial(NORMAL_TAIL, size).timesPlus(size, body.number(-1)));
    Value beyond = body.number(FAR_FROM_MEAN).lessThan(size).choose(body.number(0), tail);
    return x.lessThan(0).choose(beyond, body.number(1).minus(beyond));
  }

  /** 2ˣ where it is a normal number: 2ⁿ · 2ʳ with n = x rounded; NaN for NaN. */
  private static Value powerOfTwo(Value x) {
    LoopBody body = x.body();
    Value shifted = x.plus(body.number(ROUNDER_TO_EXPONENT));
    Value r = x.minus(shifted.minus(ROUNDER_TO_EXPONENT));
    Value p = polynomial(POWER_OF_TWO, r).timesPlus(r, body.number(1));
    return p.times(shifted.bits().shift(Operation.SHIFT_LEFT, MANTISSA_BITS).fromBits());
  }

  /** tanh x = x · (1 + x² · P(x²)) near zero, sign(x) · (1 − 2 / (e^(2|x|) + 1)) elsewhere. */
  static Value hyperbolicTangent(Value x) {
    LoopBody body = x.body();
    Value one = body.number(1);
    Value square = x.times(x);
    Value near = polynomial(SMALL_TANGENT, square).timesPlus(square, one).times(x);
    Value twice = bounded(x.absolute(), LARGE_HYPERBOLIC_TANGENT).times(2);
    Value power = normalExponential(twice, r -> r);
    Value far = one.minus(body.number(2).over(power.plus(one)));
    return odd(x, near, far, SMALL_HYPERBOLIC_TANGENT);
  }

  /** The smaller of a number and a limit; the limit for NaN. */
  private static Value bounded(Value size, float limit) {
    return size.lessThan(limit).choose(size, size.body().number(limit));
  }

  /** An odd function of x: {@code far}, with the sign of x, from a distance on, else near. */
  private static Value odd(Value x, Value near, Value far, float distance) {
    Value signed = far.bits().xor(x.bits().and(Integer.MIN_VALUE)).fromBits();
    Value isFar = x.body().number(distance).lessThan(x.absolute());
    return isFar.choose(signed, near);
  }

  /**
   * arctan x = z + z³ · P(z²) + a multiple of π/4, where z is x, (x − 1) / (x + 1) or −1 / x and at
   * most tan(π/8).
   */
  static Value arcTangent(Value x) {
    LoopBody body = x.body();
    Value one = body.number(1);
    Value size = x.absolute();
    Value far = body.number(Math.tan(3 * Math.PI / 8)).lessThan(size);
    Value near = size.lessThan(Math.tan(Math.PI / 8));
    Value middle = size.minus(1).over(size.plus(one));
    Value z = near.choose(size, far.choose(body.number(-1).over(size), middle));
    Value turn =
        near.choose(body.number(0), far.choose(body.number(Math.PI / 2), body.number(Math.PI / 4)));
    Value square = z.times(z);
    Value arc = polynomial(ARC_TANGENT, square).times(square).timesPlus(z, z).plus(turn);
    return arc.bits().xor(x.bits().and(Integer.MIN_VALUE)).fromBits();
  }

  /** The largest whole number not above x. */
  static Value floor(Value x) {
    Value whole = x.toInt().toFloat();
    Value floor = x.lessThan(whole).choose(whole.minus(1), whole);
    // From 2²³ on every float is whole, and from 2³¹ on it does not fit an int.
    Value result = x.absolute().lessThan(0x1p23).choose(floor, x);
    return x.equalTo(result).choose(x, result); // −0 stays −0
  }

  private static Value polynomial(float[] coefficients, Value x) {
    Value sum = x.body().number(coefficients[coefficients.length - 1]);
    for (int i = coefficients.length - 2; i >= 0; i--) {
      sum = sum.timesPlus(x, x.body().number(coefficients[i]));
    }
    return sum;
  }
}
