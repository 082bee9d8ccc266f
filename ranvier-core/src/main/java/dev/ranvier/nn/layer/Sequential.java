package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import java.util.List;

/**
 * Layers one after the other: each takes what the one before gives.
 *
 * <p>Formula: y = fₖ(… f₂(f₁(x))).
 *
 * @param layers the layers from the input on
 */
public record Sequential(List<Layer> layers) implements Layer {
  /** Copies the list. */
  public Sequential {
    layers = List.copyOf(layers);
  }

  /** The given layers one after the other. */
  public Sequential(Layer... layers) {
    this(List.of(layers));
  }

  @Override
  public Node apply(Node x, Context context) {
    Node value = x;
    for (Layer layer : layers) {
      value = context.child(layer, value);
    }
    return value;
  }
}
