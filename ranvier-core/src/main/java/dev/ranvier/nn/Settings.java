package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Padding;
import dev.ranvier.tensor.TensorType;
import java.util.Optional;

/** Checks of layer settings that several layers share. */
final class Settings {
  private Settings() {}

  static void positive(String layer, String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          layer + ": " + setting + " must be at least 1, got " + value);
    }
  }

  static void notNegative(String layer, String setting, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          layer + ": " + setting + " must be at least 0, got " + value);
    }
  }

  static void cells(String layer, Padding cells) {
    int least =
        Math.min(Math.min(cells.top(), cells.bottom()), Math.min(cells.left(), cells.right()));
    if (least < 0) {
      throw new IllegalArgumentException(
          layer + ": cells must be at least 0, got " + cells + " (top, left, bottom, right)");
    }
  }

  static void fraction(String layer, String setting, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          layer + ": " + setting + " must be at least 0 and below 1, got " + value);
    }
  }

  static void aboveZero(String what, String setting, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + ": " + setting + " must be above 0, got " + value);
    }
  }

  static void notNegative(String what, String setting, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          what + ": " + setting + " must be at least 0, got " + value);
    }
  }

  static void image(String layer, Context context, Node x) {
    rank(
        layer,
        context,
        x,
        4,
        "images [batch,height,width,channels]",
        "is the input an image, and is no flatten layer before it?");
  }

  static void channels(String layer, Context context, Node x) {
    if (x.shape().rank() < 2) {
      throw new IllegalArgumentException(
          String.format(
              "%s %s: takes [batch,…,channels], got %s; give each example an axis, if only of size 1",
              layer, context.layerName(), x.shape()));
    }
  }

  static void features(String layer, Context context, Node x) {
    rank(layer, context, x, 2, "features [batch,features]", "put a flatten layer before it");
  }

  static void sequence(String layer, Context context, Node x) {
    rank(
        layer,
        context,
        x,
        3,
        "sequences [batch,steps,features]",
        "is the input a sequence, and does the layer before it return one?");
  }

  /** What a {@link Masked} layer around hides of a sequence's steps. */
  static Optional<Node> padding(String layer, Context context, Node x) {
    context.padding().ifPresent(padding -> requirePadding(layer, context, padding, x));
    return context.padding();
  }

  static void requirePadding(String layer, Context context, Node padding, Node x) {
    TensorType expected = TensorType.f32(x.shape().size(0), x.shape().size(1));
    if (!padding.type().equals(expected)) {
      throw new IllegalArgumentException(
          String.format(
              "%s %s: a mask of the steps of %s must be %s, got %s; is a layer that changes the"
                  + " number of steps between masked and this layer?",
              layer, context.layerName(), x.shape(), expected, padding.type()));
    }
  }

  static void volume(String layer, Context context, Node x) {
    rank(
        layer,
        context,
        x,
        5,
        "volumes [batch,depth,height,width,channels]",
        "is the input a volume, and is no flatten layer before it?");
  }

  private static void rank(
      String layer, Context context, Node x, int rank, String takes, String remedy) {
    if (x.shape().rank() != rank) {
      throw new IllegalArgumentException(
          String.format(
              "%s %s: takes %s, got %s; %s", layer, context.layerName(), takes, x.shape(), remedy));
    }
  }
}
