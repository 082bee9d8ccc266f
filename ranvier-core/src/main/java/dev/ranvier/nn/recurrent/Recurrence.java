package dev.ranvier.nn.recurrent;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.SliceOp;
import dev.ranvier.op.TransposeOp;
import dev.ranvier.op.recurrent.RecurrentCell;
import dev.ranvier.op.recurrent.RecurrentOp;
import dev.ranvier.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A recurrent layer over the steps of a sequence.
 *
 * <p>What the input contributes is one product for all steps; each step then adds what the state
 * contributes. State begins as zeros.
 *
 * @param cell what a unit does in a step
 * @param returnSequences whether the result holds the output of every step, else of the last
 * @param masking whether steps whose features are all 0 are skipped: state and output stay
 */
record Recurrence(RecurrentCell cell, boolean returnSequences, boolean masking) {
  /**
   * The outputs of all steps [batch, steps, units] or of the last [batch, units].
   *
   * @param x the sequences [batch, steps, features]
   * @param hidden which steps [batch, steps] are skipped in any case
   * @param input what the gates are given by the features, for rows of them
   * @param weights what the gates are given by the output before, [units, units of all gates]
   * @param bias added to that
   */
  Node over(Node x, Optional<Node> hidden, UnaryOperator<Node> input, Node weights, Node bias) {
    int batch = x.shape().size(0);
    int steps = x.shape().size(1);
    int units = weights.shape().size(0);
    // With the steps outermost, each is contiguous.
    Node rows =
        ReshapeOp.to(
            new TransposeOp(List.of(1, 0, 2)).apply(x), Shape.of(steps * batch, x.shape().size(2)));
    List<Node> inputs = new ArrayList<>();
    inputs.add(ReshapeOp.to(input.apply(rows), Shape.of(steps, batch, weights.shape().size(1))));
    inputs.add(weights);
    inputs.add(bias);
    Optional<Node> skipped = skipped(x, hidden);
    skipped.ifPresent(
        mask -> {
          Node byStep = new TransposeOp(List.of(1, 0)).apply(mask);
          inputs.add(ReshapeOp.to(byStep, Shape.of(steps, batch, 1)));
        });
    Node outputs =
        new RecurrentOp(cell, skipped.isPresent()).applyAll(inputs.toArray(Node[]::new)).getFirst();
    if (returnSequences) {
      return new TransposeOp(List.of(1, 0, 2)).apply(outputs);
    }
    Node last = SliceOp.of(outputs, List.of(steps - 1, 0, 0), Shape.of(1, batch, units));
    return ReshapeOp.to(last, Shape.of(batch, units));
  }

  private Optional<Node> skipped(Node x, Optional<Node> hidden) {
    if (!masking) {
      return hidden;
    }
    Node own = Masked.padding(x);
    return Optional.of(hidden.map(node -> Ops.maximum(node, own)).orElse(own));
  }
}
