package dev.ranvier.kernel.vector;

/**
 * Exponential, logarithm, hyperbolic tangent and floor as steps: range reduction and a polynomial
 * in single precision.
 *
 * <p>Largest errors found over the whole range: exponential 0.9 ulp, logarithm 0.9 ulp, hyperbolic
 * tangent 1.4 ulp (1 ulp: distance between neighbouring floats). Zero, infinities and NaN give what
 * {@link Math} gives; exponentials below the smallest normal number are zero. The coefficients are
 * minimax fits (Lawson's weighting on Chebyshev nodes), rounded one after the other. Being made of
 * exact primitives, the results are the same bits at every position and in every form of a loop.
 */
final class Transcendental {
  private static final float[] EXPONENTIAL = {
    0x1.fffffcp-2f, 0x1.555492p-3f, 0x1.5558bcp-5f, 0x1.1239c6p-7f, 0x1.6a4154p-10f
  };
  private static final float[] LOGARITHM = {
    0x1.555554p-2f, -0x1.000226p-2f, 0x1.99a01cp-3f, -0x1.54728ap-3f,
    0x1.22d92ep-3f, -0x1.0d8242p-3f, 0x1.055ec6p-3f, -0x1.38c9dep-4f
  };
  private static final float[] HYPERBOLIC_TANGENT = {
    -0x1.555532p-2f, 0x1.1106f6p-3f, -0x1.b835a4p-5f, 0x1.51f8cep-6f, -0x1.750ce2p-8f
  };

  private static final double LN2 = Math.log(2);
  private static final float LN2_HIGH = 0x1.62e430p-1f;
  private static final float LN2_LOW = (float) (LN2 - LN2_HIGH);
  // The upper part for the logarithm is short, so that its product with any exponent is exact.
  private static final float LN2_SHORT = 0x1.63p-1f;
  private static final float LN2_REST = (float) (LN2 - LN2_SHORT);
  // Adding it leaves a number rounded to a whole one in the lowest bits.
  private static final float ROUNDER = 0x1.8p23f;
  private static final float LARGEST_EXPONENT = 88.72283f;
  private static final float SMALLEST_EXPONENT = -87.33654f;
  private static final int MANTISSA_BITS = 23;
  private static final int SQUARE_ROOT_OF_HALF = 0x3f3504f3;
  private static final float SMALL_TANGENT = 0.625f;

  private Transcendental() {}

  /** eˣ = 2ⁿ · eʳ with n = x / ln 2 rounded and |r| at most half of ln 2. */
  static Value exponential(Value x) {
    Body body = x.body();
    Value one = body.number(1);
    Value shifted = x.timesPlus(body.number(1 / LN2), body.number(ROUNDER));
    Value n = shifted.minus(ROUNDER);
    Value r = n.timesPlus(body.number(-LN2_HIGH), x);
    r = n.timesPlus(body.number(-LN2_LOW), r);
    Value p = polynomial(EXPONENTIAL, r).timesPlus(r, one).timesPlus(r, one);
    Value exponent = shifted.bits().shift(Primitive.SHIFT_LEFT, MANTISSA_BITS);
    Value scaled = p.bits().intPlus(exponent).fromBits();
    Value atLeastZero = x.lessThan(SMALLEST_EXPONENT).choose(body.number(0), scaled);
    // Past the range this is infinity, and NaN for NaN.
    Value beyond = x.times(Float.POSITIVE_INFINITY);
    return x.atMost(LARGEST_EXPONENT).choose(atLeastZero, beyond);
  }

  /** ln x = e · ln 2 + ln m, where x = 2ᵉ · m and m lies around 1. */
  static Value logarithm(Value x) {
    Body body = x.body();
    Value subnormal = x.lessThan(Float.MIN_NORMAL);
    Value normal = subnormal.choose(x.times(0x1p23), x);
    Value bits = normal.bits();
    Value e =
        bits.intMinus(body.whole(SQUARE_ROOT_OF_HALF)).shift(Primitive.SHIFT_RIGHT, MANTISSA_BITS);
    Value f = bits.intMinus(e.shift(Primitive.SHIFT_LEFT, MANTISSA_BITS)).fromBits().minus(1);
    Value exponent = subnormal.choose(e.toFloat().minus(MANTISSA_BITS), e.toFloat());
    Value square = f.times(f);
    Value p = polynomial(LOGARITHM, f).times(square.times(f));
    p = exponent.timesPlus(body.number(LN2_REST), p);
    p = square.timesPlus(body.number(-0.5), p);
    Value logarithm = exponent.timesPlus(body.number(LN2_SHORT), f.plus(p));
    Value zero = body.number(0);
    Value notPositive =
        x.equalTo(zero).choose(body.number(Double.NEGATIVE_INFINITY), body.number(Double.NaN));
    Value finite = x.atMost(Float.MAX_VALUE).choose(logarithm, x);
    return zero.lessThan(x).choose(finite, notPositive);
  }

  /** tanh x = x + x³ · P(x²) near zero, sign(x) · (1 − 2 / (e²ˣ + 1)) elsewhere. */
  static Value hyperbolicTangent(Value x) {
    Body body = x.body();
    Value square = x.times(x);
    Value near = polynomial(HYPERBOLIC_TANGENT, square).times(square).timesPlus(x, x);
    Value size = x.absolute();
    Value one = body.number(1);
    Value far = one.minus(body.number(2).over(exponential(size.plus(size)).plus(one)));
    Value signed = x.lessThan(0).choose(far.negate(), far);
    return size.lessThan(SMALL_TANGENT).choose(near, signed);
  }

  /** The greatest whole number not above x. */
  static Value floor(Value x) {
    Value whole = x.toInt().toFloat();
    Value floor = x.lessThan(whole).choose(whole.minus(1), whole);
    // From 2²³ on every float is whole, and from 2³¹ on it does not fit an int.
    return x.absolute().lessThan(0x1p23).choose(floor, x);
  }

  private static Value polynomial(float[] coefficients, Value x) {
    Value sum = x.body().number(coefficients[coefficients.length - 1]);
    for (int i = coefficients.length - 2; i >= 0; i--) {
      sum = sum.timesPlus(x, x.body().number(coefficients[i]));
    }
    return sum;
  }
}
