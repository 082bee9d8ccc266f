package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import java.util.Optional;

/**
 * A layer whose weights obey a constraint after every update.
 *
 * <p>Formula: W ← constrain(update(W)) for every W of the layer, and of the layers in it, that has
 * two axes or more: biases and scales are left alone. The first values are as their initializer
 * made them. Errors: a layer without such weights.
 *
 * @param layer the layer
 * @param constraint what its weights obey
 */
public record Constrained(Layer layer, Constraint constraint) implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    return context.withWeights(layer, x, weights -> context.constrain(weights, constraint));
  }

  @Override
  public String kind() {
    return layer.kind();
  }

  @Override
  public Optional<String> givenName() {
    return layer.givenName();
  }
}
