package dev.ranvier.nn;

/** Which connections of a weight tensor an initializer counts. */
public enum Fan {
  /** The inputs of a unit. */
  IN,
  /** The units that an input feeds. */
  OUT;

  /** Their number. */
  public long of(Fans fans) {
    return this == IN ? fans.in() : fans.out();
  }
}
