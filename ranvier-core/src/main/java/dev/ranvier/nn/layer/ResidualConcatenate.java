package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Ops;
import java.util.List;

/**
 * A residual block without projection: the input is added to the body's result where shapes agree,
 * and joined to it along the last axis where the channels differ.
 *
 * <p>Formula: y = x + F(x), or y = [x, F(x)]. Shapes: x [batch, …, c], F(x) [batch, …, d], y
 * [batch, …, c] where c = d, else [batch, …, c + d]. Errors: a body that changes another axis than
 * the last. Source: He et al., 2016 (arXiv 1512.03385); joining: Huang et al., 2017 (arXiv
 * 1608.06993).
 *
 * @param body F
 */
public record ResidualConcatenate(Layer body) implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    Node result = context.child(body, x);
    return result.shape().equals(x.shape())
        ? Ops.add(x, result)
        : Branches.concatenated("residual-concatenate", List.of(x, result), context);
  }
}
