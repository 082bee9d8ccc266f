package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * Branches that share the channels of the input among them, their results joined along the last
 * axis.
 *
 * <p>Formula: y = [f₁(x₁), f₂(x₂), …] of x = [x₁, x₂, …]. Of b branches, branch i gets channels
 * i·c/b to (i + 1)·c/b. Shapes: x [batch, …, c], branches give [batch, …, cᵢ], the result is
 * [batch, …, Σ cᵢ]. Errors: no branch, a number of branches that does not divide the channels,
 * results that differ in another axis than the last.
 *
 * @param branches the branches, in the order of the channels
 */
public record Split(List<Layer> branches) implements Layer {
  /** Copies the list. */
  public Split {
    branches = List.copyOf(branches);
  }

  /** The given branches. */
  public Split(Layer... branches) {
    this(List.of(branches));
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.channels("split", context, x);
    Branches.require("split", branches, context);
    int channels = x.shape().size(-1);
    if (channels % branches.size() != 0) {
      throw new IllegalArgumentException(
          String.format(
              "split %s: %d branches must divide the %d channels of the input",
              context.layerName(), branches.size(), channels));
    }
    List<? extends Node> parts =
        new dev.ranvier.op.SplitOp(x.shape().rank() - 1, branches.size()).applyAll(x);
    List<Node> results = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      results.add(context.child(branches.get(i), parts.get(i)));
    }
    return Branches.concatenated("split", results, context);
  }
}
