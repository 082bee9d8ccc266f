package dev.ranvier.nn.recurrent;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.attention.Embedding;
import dev.ranvier.nn.attention.PositionalEncoding;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.op.EqualOp;
import dev.ranvier.op.Ops;
import java.util.List;
import java.util.Optional;

/**
 * Layers that do not see padded steps.
 *
 * <p>Formula: y = fₖ(… f₂(f₁(x))), where attention inside gives hidden steps no weight and
 * recurrent layers skip them. Hidden are steps whose features are all 0, such as those of an {@link
 * Embedding}'s padding; {@link #apply(Node, Node, Context)} takes a mask instead. The mask is found
 * before the first layer, so that a {@link PositionalEncoding} inside hides nothing of it. Shapes:
 * x [batch, steps, features]; y as the last layer gives it. What layers give at hidden steps stays
 * in y and means nothing; a loss that ignores their targets leaves it out. Errors: an input that is
 * no sequence; attention or a recurrent layer inside to another number of steps. Source: Vaswani et
 * al., 2017 (arXiv 1706.03762), who mask later steps the same way.
 *
 * @param layers the layers from the input on
 */
public record Masked(List<Layer> layers) implements Layer {
  /** Copies the list. */
  public Masked {
    layers = List.copyOf(layers);
  }

  /** The given layers one after the other. */
  public Masked(Layer... layers) {
    this(List.of(layers));
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.sequence("masked", context, x);
    Node own = padding(x);
    // Around another of its kind nothing that is hidden comes into sight.
    Optional<Node> outer = Inputs.padding("masked", context, x);
    return apply(x, outer.map(node -> Ops.maximum(node, own)).orElse(own), context);
  }

  /**
   * The layers' result where a mask says what they do not see.
   *
   * @param padding f32 [batch, steps]: 1 at hidden steps, else 0
   */
  public Node apply(Node x, Node padding, Context context) {
    Inputs.sequence("masked", context, x);
    Inputs.requirePadding("masked", context, padding, x);
    return context.hiding(padding, () -> new Sequential(layers).apply(x, context));
  }

  /** The mask of sequences [batch, steps, features]: 1 where all features are 0, else 0. */
  public static Node padding(Node x) {
    return new EqualOp().apply(Ops.sum(Ops.square(x), -1), Ops.number(0));
  }
}
