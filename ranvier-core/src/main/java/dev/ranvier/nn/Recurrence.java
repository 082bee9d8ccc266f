package dev.ranvier.nn;

import dev.ranvier.graph.Constant;
import dev.ranvier.graph.Node;
import dev.ranvier.op.Concatenate;
import dev.ranvier.op.Equal;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Reshape;
import dev.ranvier.op.Split;
import dev.ranvier.op.Transpose;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A recurrent layer unrolled over the steps of a sequence.
 *
 * <p>What the input contributes is one product for all steps; each step then adds what the state
 * contributes. State begins as zeros.
 *
 * @param returnSequences whether the result holds the output of every step, else of the last
 * @param masking whether steps whose features are all 0 are skipped: state and output stay
 */
record Recurrence(boolean returnSequences, boolean masking) {
  /** One step of a layer. */
  @FunctionalInterface
  interface Step {
    /**
     * The next state; its first node is the step's output.
     *
     * @param input what the step's input contributes, [batch, units of all gates]
     * @param state the state before
     */
    List<Node> next(Node input, List<Node> state);
  }

  /**
   * The results of all steps [batch, steps, units] or of the last [batch, units].
   *
   * @param x the sequences [batch, steps, features]
   * @param weights what makes the gates' inputs of features, [features, units of all gates]
   * @param bias added to them
   * @param states how many nodes of [batch, units] make the state
   * @param units the size of the output
   */
  Node unroll(Node x, Node weights, Node bias, int states, int units, Step step) {
    int batch = x.shape().size(0);
    int steps = x.shape().size(1);
    int features = x.shape().size(2);
    // With the steps outermost, each is contiguous.
    Node rows =
        Reshape.to(new Transpose(List.of(1, 0, 2)).apply(x), Shape.of(steps * batch, features));
    List<? extends Node> inputs =
        new Split(0, steps).applyAll(Ops.add(Ops.matmul(rows, weights), bias));
    List<? extends Node> skipped = masking ? skipped(rows, steps) : List.of();
    Node zeros = new Constant(DType.F32, NdArray.zeros(Shape.of(batch, units)));
    List<Node> state = new ArrayList<>(Collections.nCopies(states, zeros));
    List<Node> outputs = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      List<Node> next = new ArrayList<>(step.next(inputs.get(i), state));
      for (int j = 0; masking && j < states; j++) {
        next.set(j, Ops.select(skipped.get(i), state.get(j), next.get(j)));
      }
      state = next;
      outputs.add(Reshape.to(state.getFirst(), Shape.of(batch, 1, units)));
    }
    return returnSequences
        ? new Concatenate(1).apply(outputs.toArray(Node[]::new))
        : state.getFirst();
  }

  /** For each step, 1 for the sequences whose features are all 0: [batch, 1]. */
  private static List<? extends Node> skipped(Node rows, int steps) {
    int count = rows.shape().size(0);
    Node sum = Reshape.to(Ops.sum(Ops.square(rows), 1), Shape.of(count, 1));
    return new Split(0, steps).applyAll(new Equal().apply(sum, Ops.number(0)));
  }
}
