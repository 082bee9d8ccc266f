package dev.ranvier.nn.attention;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.normalization.LayerNorm;
import dev.ranvier.setting.Settings;
import java.util.function.BiFunction;

/**
 * One block of a transformer's decoder: causal attention, attention to a memory where there is one,
 * then a small network at each step.
 *
 * <p>Formula: a = x + A(N(x)), c = a + M(N(a), memory) and y = c + F(N(c)), where A is {@link
 * MultiHeadAttention}, N is {@link LayerNorm} and F(h) = f(h·W₁ + b₁)·W₂ + b₂ with W₁ [features,
 * hidden]; with norm-first off, N is applied to each sum instead. Shapes: x and y [batch, steps,
 * features]. As a layer of a sequence it has no memory, c = a; from Java, {@link #apply(Node, Node,
 * Context)} takes what an encoder gives. Defaults: no dropout, norm first, ReLU. Errors: as of
 * attention. Source: Vaswani et al., 2017 (arXiv 1706.03762); norms first: Xiong et al., 2020
 * (arXiv 2002.04745).
 *
 * @param heads the heads of the attention
 * @param hidden the units of the small network's first layer
 * @param dropout the probability of dropping a value in training: softmax weights, the small
 *     network's units, and what is added to x
 * @param normFirst whether values are normalized before attention and network, else after each sum
 * @param activation f
 */
public record TransformerDecoder(
    int heads, int hidden, double dropout, boolean normFirst, Layer activation) implements Layer {
  /** Norms first, ReLU, no dropout. */
  public TransformerDecoder(int heads, int hidden) {
    this(heads, hidden, 0, true, new Relu());
  }

  /** Checks the settings. */
  public TransformerDecoder {
    Settings.positive("transformer-decoder", "heads", heads);
    Settings.positive("transformer-decoder", "hidden", hidden);
    Settings.fraction("transformer-decoder", "dropout", dropout);
  }

  /** The same block with another rate of dropout. */
  public TransformerDecoder withDropout(double other) {
    return new TransformerDecoder(heads, hidden, other, normFirst, activation);
  }

  /** The same block with norms first, or after each sum. */
  public TransformerDecoder withNormFirst(boolean other) {
    return new TransformerDecoder(heads, hidden, dropout, other, activation);
  }

  /** The same block with another activation. */
  public TransformerDecoder withActivation(Layer other) {
    return new TransformerDecoder(heads, hidden, dropout, normFirst, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.sequence("transformer-decoder", context, x);
    return network(attention(x, context), context);
  }

  /** The block's result with attention to a memory [batch, steps', features]. */
  public Node apply(Node x, Node memory, Context context) {
    return reading((rows, inner) -> across().attend(rows, memory, inner), x, context);
  }

  /**
   * The same where some steps of the memory weigh nothing.
   *
   * @param padding f32 [batch, steps']: 1 at the steps that weigh nothing, else 0
   */
  public Node apply(Node x, Node memory, Node padding, Context context) {
    return reading((rows, inner) -> across().attend(rows, memory, padding, inner), x, context);
  }

  /** Attention to a given memory as a layer of one input. */
  private record Reading(BiFunction<Node, Context, Node> attention) implements Layer {
    @Override
    public Node apply(Node x, Context context) {
      return attention.apply(x, context);
    }
  }

  private Node reading(BiFunction<Node, Context, Node> across, Node x, Context context) {
    Inputs.sequence("transformer-decoder", context, x);
    Node own = attention(x, context);
    return network(parts().residual("memory", new Reading(across), own, context), context);
  }

  private MultiHeadAttention across() {
    return new MultiHeadAttention(heads).withDropout(dropout);
  }

  private Node attention(Node x, Context context) {
    Layer attention = new MultiHeadAttention(heads).withCausal(true).withDropout(dropout);
    return parts().residual("attention", attention, x, context);
  }

  private Node network(Node x, Context context) {
    Layer network = TransformerParts.network(hidden, activation, dropout);
    return parts().residual("network", network, x, context);
  }

  private TransformerParts parts() {
    return new TransformerParts(dropout, normFirst);
  }
}
