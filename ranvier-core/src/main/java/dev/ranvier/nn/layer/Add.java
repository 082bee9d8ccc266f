package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Ops;
import java.util.List;

/**
 * Branches that get the same input, and the sum of their results, element by element. A branch
 * without layers, {@code sequential: []}, passes the input on.
 *
 * <p>Formula: y = Σᵢ fᵢ(x). Errors: no branch, results of different shapes.
 *
 * @param branches the branches
 */
public record Add(List<Layer> branches) implements Layer {
  /** Copies the list. */
  public Add {
    branches = List.copyOf(branches);
  }

  /** The given branches. */
  public Add(Layer... branches) {
    this(List.of(branches));
  }

  @Override
  public Node apply(Node x, Context context) {
    return Branches.fold("add", branches, x, context, Ops::add);
  }
}
