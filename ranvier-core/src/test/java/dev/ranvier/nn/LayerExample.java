package dev.ranvier.nn;

import dev.ranvier.tensor.TensorType;

/**
 * A layer with an input that suits it, for tests that run over all layers.
 *
 * @param name what is special about it; the golden case of that name, where there is one
 * @param layer the layer
 * @param input the type of one example, without the batch axis
 */
public record LayerExample(String name, Layer layer, TensorType input) {
  @Override
  public String toString() {
    return name;
  }
}
