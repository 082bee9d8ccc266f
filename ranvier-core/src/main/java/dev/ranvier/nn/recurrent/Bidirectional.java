package dev.ranvier.nn.recurrent;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.layer.Indices;
import dev.ranvier.op.ConcatenateOp;

/**
 * A recurrent layer twice, with weights of its own each: once forwards, once backwards.
 *
 * <p>Formula: y = [L₁(x), rev(L₂(rev(x)))], joined along the last axis, where rev turns the order
 * of the steps and leaves a result without steps alone. Shapes: x [batch, steps, features], y
 * [batch, 2 · units], or [batch, steps, 2 · units] where the layer returns sequences. With masking,
 * padding may lie at either end. Errors: an input that is no sequence. Source: Schuster and
 * Paliwal, 1997.
 *
 * @param layer the layer, any that takes sequences
 */
public record Bidirectional(Layer layer) implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    Inputs.sequence("bidirectional", context, x);
    Node forwards = context.child(layer.named("forward"), x);
    Node turned = Indices.reversed(x, 1);
    Layer second = layer.named("backward");
    Node backwards =
        Inputs.padding("bidirectional", context, x)
            .map(hidden -> Indices.reversed(hidden, 1))
            .map(hidden -> context.hiding(hidden, () -> context.child(second, turned)))
            .orElseGet(() -> context.child(second, turned));
    boolean steps = backwards.shape().rank() == 3;
    return new ConcatenateOp(forwards.shape().rank() - 1)
        .apply(forwards, steps ? Indices.reversed(backwards, 1) : backwards);
  }
}
