package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import java.util.List;

/**
 * Branches that get the same input, their results joined along the last axis. A branch without
 * layers, {@code sequential: []}, passes the input on.
 *
 * <p>Formula: y = [f₁(x), f₂(x), …]. Shapes: branches give [batch, …, cᵢ], the result is [batch, …,
 * Σ cᵢ]. Errors: no branch, results that differ in another axis than the last.
 *
 * @param branches the branches, in the order of the result
 */
public record Concatenate(List<Layer> branches) implements Layer {
  /** Copies the list. */
  public Concatenate {
    branches = List.copyOf(branches);
  }

  /** The given branches. */
  public Concatenate(Layer... branches) {
    this(List.of(branches));
  }

  @Override
  public Node apply(Node x, Context context) {
    return Branches.concatenated(
        "concatenate", Branches.apply("concatenate", branches, x, context), context);
  }
}
