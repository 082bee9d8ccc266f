package dev.ranvier.nn.attention;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.normalization.LayerNorm;
import dev.ranvier.setting.Settings;

/**
 * One block of a transformer's encoder: attention of all steps to all, then a small network at each
 * step.
 *
 * <p>Formula: a = x + A(N(x)) and y = a + F(N(a)), where A is {@link MultiHeadAttention}, N is
 * {@link LayerNorm} and F(h) = f(h·W₁ + b₁)·W₂ + b₂ with W₁ [features, hidden]; with norm-first
 * off, a = N(x + A(x)) and y = N(a + F(a)). Shapes: x and y [batch, steps, features]. With causal
 * attention this is the block of a language model. Defaults: no dropout, norm first, ReLU, not
 * causal. Errors: as of attention. Source: Vaswani et al., 2017 (arXiv 1706.03762); norms first:
 * Xiong et al., 2020 (arXiv 2002.04745).
 *
 * @param heads the heads of the attention
 * @param hidden the units of the small network's first layer
 * @param causal whether a step sees only itself and what came before
 * @param dropout the probability of dropping a value in training: softmax weights, the small
 *     network's units, and what is added to x
 * @param normFirst whether values are normalized before attention and network, else after each sum
 * @param activation f
 */
public record TransformerEncoder(
    int heads, int hidden, boolean causal, double dropout, boolean normFirst, Layer activation)
    implements Layer {
  /** Norms first, ReLU, no dropout. */
  public TransformerEncoder(int heads, int hidden) {
    this(heads, hidden, false, 0, true, new Relu());
  }

  /** Checks the settings. */
  public TransformerEncoder {
    Settings.positive("transformer-encoder", "heads", heads);
    Settings.positive("transformer-encoder", "hidden", hidden);
    Settings.fraction("transformer-encoder", "dropout", dropout);
  }

  /** The same block with or without sight of later steps. */
  public TransformerEncoder withCausal(boolean other) {
    return new TransformerEncoder(heads, hidden, other, dropout, normFirst, activation);
  }

  /** The same block with another rate of dropout. */
  public TransformerEncoder withDropout(double other) {
    return new TransformerEncoder(heads, hidden, causal, other, normFirst, activation);
  }

  /** The same block with norms first, or after each sum. */
  public TransformerEncoder withNormFirst(boolean other) {
    return new TransformerEncoder(heads, hidden, causal, dropout, other, activation);
  }

  /** The same block with another activation. */
  public TransformerEncoder withActivation(Layer other) {
    return new TransformerEncoder(heads, hidden, causal, dropout, normFirst, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.sequence("transformer-encoder", context, x);
    Layer attention = new MultiHeadAttention(heads).withCausal(causal).withDropout(dropout);
    TransformerParts parts = new TransformerParts(dropout, normFirst);
    Node attended = parts.residual("attention", attention, x, context);
    return parts.residual(
        "network", TransformerParts.network(hidden, activation, dropout), attended, context);
  }
}
