package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import java.util.List;
import java.util.stream.IntStream;

/** Weight tensors as one vector for each unit: the last axis counts units (filters). */
public final class Units {
  private Units() {}

  /** The axes of one unit's weights. */
  public static List<Integer> weights(Node weights) {
    return IntStream.range(0, weights.shape().rank() - 1).boxed().toList();
  }

  /**
   * The Euclidean length of each unit's weights, at least {@code least}; also where squares of
   * weights are above the greatest number.
   */
  public static Node length(Node weights, double least) {
    return PerExample.length(weights, weights(weights), least);
  }
}
