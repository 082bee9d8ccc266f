package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.recurrent.Masked;
import dev.ranvier.tensor.TensorType;
import java.util.Optional;

/** Checks of what layers are applied to: images, sequences, features, masks. */
public final class Inputs {
  private Inputs() {}

  public static void image(String layer, Context context, Node x) {
    rank(
        layer,
        context,
        x,
        4,
        "images [batch,height,width,channels]",
        "is the input an image, and is no flatten layer before it?");
  }

  public static void channels(String layer, Context context, Node x) {
    if (x.shape().rank() < 2) {
      throw new IllegalArgumentException(
          String.format(
              "%s %s: takes [batch,…,channels], got %s; give each example an axis, if only of size 1",
              layer, context.layerName(), x.shape()));
    }
  }

  public static void features(String layer, Context context, Node x) {
    rank(layer, context, x, 2, "features [batch,features]", "put a flatten layer before it");
  }

  public static void sequence(String layer, Context context, Node x) {
    rank(
        layer,
        context,
        x,
        3,
        "sequences [batch,steps,features]",
        "is the input a sequence, and does the layer before it return one?");
  }

  /** What a {@link Masked} layer around hides of a sequence's steps. */
  public static Optional<Node> padding(String layer, Context context, Node x) {
    context.padding().ifPresent(padding -> requirePadding(layer, context, padding, x));
    return context.padding();
  }

  public static void requirePadding(String layer, Context context, Node padding, Node x) {
    TensorType expected = TensorType.f32(x.shape().size(0), x.shape().size(1));
    if (!padding.type().equals(expected)) {
      throw new IllegalArgumentException(
          String.format(
              "%s %s: a mask of the steps of %s must be %s, got %s; is a layer that changes the"
                  + " number of steps between masked and this layer?",
              layer, context.layerName(), x.shape(), expected, padding.type()));
    }
  }

  public static void volume(String layer, Context context, Node x) {
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
