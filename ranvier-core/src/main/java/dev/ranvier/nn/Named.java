package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import java.util.Optional;

/**
 * A layer under a given name.
 *
 * @param name the name, unique among its neighbours; it leads the names of the layer's parameters
 * @param layer the layer
 */
public record Named(String name, Layer layer) implements Layer {
  /** Checks the name. */
  public Named {
    if (name.isBlank() || name.contains("/")) {
      throw new IllegalArgumentException(
          "layer name '" + name + "': expected a non-empty name without '/'");
    }
  }

  @Override
  public Node apply(Node x, Context context) {
    return layer.apply(x, context);
  }

  @Override
  public String kind() {
    return layer.kind();
  }

  @Override
  public Optional<String> givenName() {
    return Optional.of(name);
  }
}
