package dev.ranvier.optim;

/** Checks of optimizer settings. */
final class Settings {
  private Settings() {}

  static void learningRate(String optimizer, double value) {
    positive(optimizer, "learning rate", value);
  }

  static void positive(String optimizer, String setting, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          optimizer + ": " + setting + " must be above 0, got " + value);
    }
  }

  static void fraction(String optimizer, String setting, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          optimizer + ": " + setting + " must be at least 0 and below 1, got " + value);
    }
  }
}
