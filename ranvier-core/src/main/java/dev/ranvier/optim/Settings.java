package dev.ranvier.optim;

import java.util.List;

/** Checks of the settings of optimizers and schedules. */
final class Settings {
  private Settings() {}

  static void learningRate(String owner, double value) {
    positive(owner, "learning rate", value);
    require(value <= Float.MAX_VALUE, owner, "learning rate", "at most 3.4e38", value);
  }

  static void positive(String owner, String setting, double value) {
    require(value > 0 && Double.isFinite(value), owner, setting, "above 0", value);
  }

  static void atLeastZero(String owner, String setting, double value) {
    require(value >= 0 && Double.isFinite(value), owner, setting, "at least 0", value);
  }

  static void fraction(String owner, String setting, double value) {
    require(value >= 0 && value < 1, owner, setting, "at least 0 and below 1", value);
  }

  static void openFraction(String owner, String setting, double value) {
    require(value > 0 && value < 1, owner, setting, "above 0 and below 1", value);
  }

  static void share(String owner, String setting, double value) {
    require(value > 0 && value <= 1, owner, setting, "above 0 and at most 1", value);
  }

  static void aboveOne(String owner, String setting, double value) {
    require(value > 1 && Double.isFinite(value), owner, setting, "above 1", value);
  }

  static void count(String owner, String setting, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          owner + ": " + setting + " must be at least 1, got " + value);
    }
  }

  static void wholeAtLeastZero(String owner, String setting, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          owner + ": " + setting + " must be at least 0, got " + value);
    }
  }

  static void ascending(String owner, String setting, List<Integer> values, int least) {
    int previous = least - 1;
    for (int value : values) {
      if (value <= previous) {
        throw new IllegalArgumentException(
            owner
                + ": "
                + setting
                + " must be ascending whole numbers from "
                + least
                + " on, got "
                + values);
      }
      previous = value;
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
