package dev.ranvier.setting;

import java.util.List;

/**
 * Checks of settings that several records share. Each throws an {@link IllegalArgumentException}
 * that names the owner, the setting, what it must be and what was given.
 */
public final class Settings {
  private Settings() {}

  /** A finite fp32 number. */
  public static void finite(String owner, String setting, double value) {
    require(isFinite(value), owner, setting, "a finite number", value);
  }

  /** A number above 0. */
  public static void positive(String owner, String setting, double value) {
    require(value > 0 && isFinite(value), owner, setting, "above 0", value);
  }

  /** A number other than 0. */
  public static void notZero(String owner, String setting, double value) {
    require(
        (float) value != 0 && isFinite(value),
        owner,
        setting,
        "a finite number other than 0",
        value);
  }

  /** A whole number of at least 1. */
  public static void positive(String owner, String setting, long value) {
    atLeast(owner, setting, value, 1);
  }

  /** A number of at least 0. */
  public static void notNegative(String owner, String setting, double value) {
    require(value >= 0 && isFinite(value), owner, setting, "at least 0", value);
  }

  /** A whole number of at least 0. */
  public static void notNegative(String owner, String setting, long value) {
    atLeast(owner, setting, value, 0);
  }

  /** A number above 0: an optimizer's learning rate. */
  public static void learningRate(String owner, double value) {
    positive(owner, "learning rate", value);
  }

  /**
   * What is added to a denominator so that it is not 0: a normal fp32 number, as kernels may take
   * smaller ones for 0.
   */
  public static void epsilon(String owner, double value) {
    epsilon(owner, "epsilon", value);
  }

  /** What is added to a denominator, under another name. */
  public static void epsilon(String owner, String setting, double value) {
    String range = value > 0 ? "from 1.2e-38 to 3.4e38" : "above 0";
    require(value >= Float.MIN_NORMAL && isFinite(value), owner, setting, range, value);
  }

  /** At least 0 and below 1. */
  public static void fraction(String owner, String setting, double value) {
    require(value >= 0 && value < 1, owner, setting, "at least 0 and below 1", value);
  }

  /** From 0 to 1. */
  public static void probability(String owner, String setting, double value) {
    require(value >= 0 && value <= 1, owner, setting, "from 0 to 1", value);
  }

  /** Above 0 and below 1. */
  public static void openFraction(String owner, String setting, double value) {
    require(value > 0 && value < 1, owner, setting, "above 0 and below 1", value);
  }

  /** Above 0 and at most 1. */
  public static void share(String owner, String setting, double value) {
    require(value > 0 && value <= 1, owner, setting, "above 0 and at most 1", value);
  }

  /** Above 1. */
  public static void aboveOne(String owner, String setting, double value) {
    require(value > 1 && isFinite(value), owner, setting, "above 1", value);
  }

  /** A whole number of at least a given one. */
  public static void atLeast(String owner, String setting, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          owner + ": " + setting + " must be at least " + least + ", got " + value);
    }
  }

  /** A whole number of at most a given one. */
  public static void atMost(String owner, String setting, long value, long most) {
    if (value > most) {
      throw new IllegalArgumentException(
          owner + ": " + setting + " must be at most " + most + ", got " + value);
    }
  }

  /** Two finite numbers, the first at most the second. */
  public static void range(String owner, String lower, double low, String upper, double high) {
    finite(owner, lower, low);
    finite(owner, upper, high);
    if (low > high) {
      throw new IllegalArgumentException(
          owner + ": " + lower + " must be at most " + upper + ", got " + low + " and " + high);
    }
    finite(owner, upper + " - " + lower, high - low);
  }

  /** Whole numbers, each above the one before. */
  public static void ascending(String owner, String setting, List<Integer> values, int least) {
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

  private static boolean isFinite(double value) {
    return Float.isFinite((float) value);
  }

  /** The conditions are such that NaN, for which every comparison is false, is refused. */
  private static void require(
      boolean holds, String owner, String setting, String range, double value) {
    if (!holds) {
      String and = Double.isFinite(value) && !isFinite(value) ? " and at most 3.4e38" : "";
      throw new IllegalArgumentException(
          owner + ": " + setting + " must be " + range + and + ", got " + value);
    }
  }
}
