package dev.ranvier.op.scalar;

/** Ways to make one number of many. */
public enum Fold {
  /** The sum. */
  SUM(BinaryFunction.ADD, 0),
  /** The greatest. */
  MAX(BinaryFunction.MAXIMUM, Double.NEGATIVE_INFINITY);

  private final BinaryFunction combination;
  private final double neutral;

  Fold(BinaryFunction combination, double neutral) {
    this.combination = combination;
    this.neutral = neutral;
  }

  /** How two numbers become one. */
  public BinaryFunction combination() {
    return combination;
  }

  /** What no numbers give. */
  public double neutral() {
    return neutral;
  }
}
