package dev.ranvier.nn;

/** Checks of layer settings that several layers share. */
final class Settings {
  private Settings() {}

  static void positive(String layer, String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          layer + ": " + setting + " must be at least 1, got " + value);
    }
  }

  static void fraction(String layer, String setting, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          layer + ": " + setting + " must be at least 0 and below 1, got " + value);
    }
  }

  static void image(String layer, Context context, dev.ranvier.graph.Node x) {
    if (x.shape().rank() != 4) {
      throw new IllegalArgumentException(
          layer
              + " "
              + context.layerName()
              + ": takes images [batch,height,width,channels], got "
              + x.shape()
              + "; is the input an image, and is no flatten layer before it?");
    }
  }
}
