package dev.ranvier.nn;

import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import java.util.List;

/**
 * A model as graph.
 *
 * @param input the batch
 * @param output what the model gives for it
 * @param keys integer scalars to be set anew at every training step, for random numbers
 * @param updates how training changes the model's states
 * @param penalties scalars to be added to the loss
 * @param layers every application of a layer, outer layers before what they contain
 */
public record Trace(
    Input input,
    Node output,
    List<Input> keys,
    List<Assignment> updates,
    List<Node> penalties,
    List<LayerRecord> layers) {
  /** What training makes small: a loss and all penalties. */
  public Node penalized(Node loss) {
    return penalties.stream().reduce(loss, Ops::add);
  }
}
