package dev.ranvier.zoo;

import dev.ranvier.nn.Layer;
import dev.ranvier.nn.attention.Embedding;
import dev.ranvier.nn.attention.PositionalEncoding;
import dev.ranvier.nn.attention.TransformerEncoder;
import dev.ranvier.nn.initializer.Normal;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.normalization.LayerNorm;
import java.util.ArrayList;
import java.util.List;

/**
 * Small transformers that tell, for every character of a text, what comes next.
 *
 * <p>Sources: Vaswani et al., 2017 (arXiv 1706.03762); without an encoder: Radford et al.,
 * "Improving language understanding by generative pre-training", 2018.
 */
public final class CharacterTransformer {
  private static final int FEATURES_PER_HEAD = 32;
  private static final double DEVIATION = 0.02;

  private CharacterTransformer() {}

  /**
   * Vectors for characters and their positions, blocks of causal attention with heads of 32
   * features and a network of four times the features, and a dense layer.
   *
   * @param characters how many there are
   * @param features the size of a character's vector, a multiple of 32
   * @param blocks how many blocks
   */
  public static Layer network(int characters, int features, int blocks) {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Embedding(characters, features).withWeights(new Normal(DEVIATION)));
    layers.add(new PositionalEncoding().withLearned(true));
    for (int i = 0; i < blocks; i++) {
      int heads = features / FEATURES_PER_HEAD;
      layers.add(new TransformerEncoder(heads, 4 * features).withCausal(true));
    }
    layers.add(new LayerNorm());
    layers.add(new Dense(characters));
    return new Sequential(layers);
  }
}
