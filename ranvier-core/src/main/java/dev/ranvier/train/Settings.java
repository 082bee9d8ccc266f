package dev.ranvier.train;

/** Checks of the settings of stopping criteria and metrics. */
final class Settings {
  private Settings() {}

  static void positive(String owner, String setting, double value) {
    require(value > 0 && Double.isFinite(value), owner, setting, "above 0", value);
  }

  static void atLeastZero(String owner, String setting, double value) {
    require(value >= 0 && Double.isFinite(value), owner, setting, "at least 0", value);
  }

  static void fraction(String owner, String setting, double value) {
    require(value >= 0 && value < 1, owner, setting, "at least 0 and below 1", value);
  }

  static void finite(String owner, String setting, double value) {
    require(Double.isFinite(value), owner, setting, "a finite number", value);
  }

  static void count(String owner, String setting, long value) {
    atLeast(owner, setting, value, 1);
  }

  static void atLeast(String owner, String setting, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          owner + ": " + setting + " must be at least " + least + ", got " + value);
    }
  }

  /** Written so that NaN, for which every comparison is false, is refused. */
  private static void require(
      boolean holds, String owner, String setting, String range, double value) {
    if (!holds) {
      throw new IllegalArgumentException(
          owner + ": " + setting + " must be " + range + ", got " + value);
    }
  }
}
