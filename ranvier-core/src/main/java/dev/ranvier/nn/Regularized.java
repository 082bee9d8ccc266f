package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import java.util.Optional;

/**
 * A layer whose weights add to the loss.
 *
 * <p>Formula: loss + penalty(W) for every W of the layer, and of the layers in it, that has two
 * axes or more: biases and scales are left alone. Errors: a layer without such weights.
 *
 * @param layer the layer
 * @param regularizer what it costs
 */
public record Regularized(Layer layer, Regularizer regularizer) implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    return context.withWeights(layer, x, weights -> context.penalize(regularizer.penalty(weights)));
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
