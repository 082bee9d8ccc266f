package dev.ranvier.kernel.vector.loop;

/**
 * The machine-level operations that loop bodies consist of, each exact and the same in any form.
 */
public enum Operation {
  /** A float written in the formula. */
  FLOAT_NUMBER(Kind.FLOAT),
  /** An int written in the formula. */
  INT_NUMBER(Kind.INT),
  /** An element of an f32 operand. */
  LOAD_FLOAT(Kind.FLOAT),
  /** An element of an i32 operand. */
  LOAD_INT(Kind.INT),
  /** An element of a bf16 operand. */
  LOAD_BFLOAT(Kind.FLOAT),
  /** The row-major index of the element at hand. */
  INDEX(Kind.INT),

  ADD(Kind.FLOAT),
  SUBTRACT(Kind.FLOAT),
  MULTIPLY(Kind.FLOAT),
  DIVIDE(Kind.FLOAT),
  /** The greater; NaN where one is NaN. */
  MAXIMUM(Kind.FLOAT),
  /** The smaller; NaN where one is NaN. */
  MINIMUM(Kind.FLOAT),
  /** a · b + c, rounded once. */
  MULTIPLY_ADD(Kind.FLOAT),
  NEGATE(Kind.FLOAT),
  ABSOLUTE(Kind.FLOAT),
  SQUARE_ROOT(Kind.FLOAT),
  /** Java's power; only outside of the element loop. */
  POWER(Kind.FLOAT),
  /** Java's exponential; only outside of the element loop. */
  EXPONENTIAL(Kind.FLOAT),
  /** Java's logarithm; only outside of the element loop. */
  LOGARITHM(Kind.FLOAT),
  /** Java's hyperbolic tangent; only outside of the element loop. */
  HYPERBOLIC_TANGENT(Kind.FLOAT),

  LESS(Kind.MASK),
  LESS_OR_EQUAL(Kind.MASK),
  EQUAL(Kind.MASK),
  NOT_EQUAL(Kind.MASK),
  /** Part 1 where the mask, part 0, is set; else part 2. */
  CHOOSE(Kind.FLOAT),

  /** The whole part of a float, saturating. */
  TO_INT(Kind.INT),
  /** The nearest float to an int. */
  TO_FLOAT(Kind.FLOAT),
  /** A float's bits. */
  BITS(Kind.INT),
  /** The float with the given bits. */
  FROM_BITS(Kind.FLOAT),
  /** The bits of the nearest bf16, ties to even, above them zeros; NaN stays NaN. */
  TO_BFLOAT(Kind.INT),
  INT_ADD(Kind.INT),
  INT_SUBTRACT(Kind.INT),
  INT_MULTIPLY(Kind.INT),
  AND(Kind.INT),
  XOR(Kind.INT),
  SHIFT_LEFT(Kind.INT),
  /** Keeps the sign. */
  SHIFT_RIGHT(Kind.INT),
  /** Fills with zeros. */
  SHIFT_RIGHT_UNSIGNED(Kind.INT);

  /** What a value is. */
  enum Kind {
    FLOAT,
    INT,
    MASK
  }

  private final Kind kind;

  Operation(Kind kind) {
    this.kind = kind;
  }

  /** What the operation gives. */
  Kind kind() {
    return kind;
  }
}
