package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.TransposeOp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The axes of each example in another order.
 *
 * <p>Formula: y[n, i₁, i₂, …] = x with index iₖ on axis axes[k]. Axis i of the result is axis
 * axes[i] of the input; axis 0 is the batch and stays. So [2, 1] turns [batch, steps, features]
 * into [batch, features, steps]. Errors: numbers that are not those of the axes, each once.
 *
 * @param axes for each axis of the result, the input's, counted from 1
 */
public record Permute(List<Integer> axes) implements Layer {
  /** Copies the list. */
  public Permute {
    axes = List.copyOf(axes);
  }

  @Override
  public Node apply(Node x, Context context) {
    List<Integer> expected = IntStream.range(1, x.shape().rank()).boxed().toList();
    if (!axes.stream().sorted().toList().equals(expected)) {
      throw new IllegalArgumentException(
          String.format(
              "permute %s: an input %s needs a permutation of %s, got %s",
              context.layerName(), x.shape(), expected, axes));
    }
    List<Integer> all = new ArrayList<>(List.of(0));
    all.addAll(axes);
    return new TransposeOp(all).apply(x);
  }
}
