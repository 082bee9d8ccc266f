package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Ops;
import java.util.List;

/**
 * Branches that get the same input, and the product of their results, element by element. A branch
 * without layers, {@code sequential: []}, passes the input on.
 *
 * <p>Formula: y = Πᵢ fᵢ(x). Errors: no branch, results of different shapes.
 *
 * @param branches the branches
 */
public record Multiply(List<Layer> branches) implements Layer {
  /** Copies the list. */
  public Multiply {
    branches = List.copyOf(branches);
  }

  /** The given branches. */
  public Multiply(Layer... branches) {
    this(List.of(branches));
  }

  @Override
  public Node apply(Node x, Context context) {
    return Branches.fold("multiply", branches, x, context, Ops::multiply);
  }
}
