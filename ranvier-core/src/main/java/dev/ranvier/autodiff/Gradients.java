package dev.ranvier.autodiff;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Scope;
import dev.ranvier.graph.TopologicalOrder;
import dev.ranvier.op.BroadcastToOp;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.NdArray;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Backpropagation: the gradients of a scalar by other nodes, as nodes.
 *
 * <p>The applications behind the objective are visited in reverse; each op's rule turns the
 * gradient at its results into gradients at its inputs, and what arrives over several paths is
 * added up. The result is ordinary graph, so it can be differentiated again.
 */
public final class Gradients {
  private Gradients() {}

  /**
   * For each node of {@code by}, the gradient of the objective by it, of its type; zeros where the
   * objective does not depend on it.
   *
   * @throws IllegalArgumentException when the objective is not a scalar, a node of {@code by} holds
   *     integers, or an op on the way has no gradient rule
   */
  public static List<Node> of(Node objective, Collection<? extends Node> by) {
    if (objective.shape().rank() != 0 || !objective.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "gradients: the objective must be a floating scalar, got "
              + objective.type()
              + "; sum or average it first");
    }
    for (Node node : by) {
      if (!node.dtype().isFloating()) {
        throw new IllegalArgumentException(
            "gradients: there is no gradient by "
                + node
                + ", whose values are integers; cast it to a floating type first");
      }
    }
    Map<Node, Node> gradients = new HashMap<>();
    gradients.put(objective, new Literal(objective.dtype(), NdArray.scalar(1)));
    List<Application> forward = List.copyOf(TopologicalOrder.of(List.of(objective)));
    Set<Node> needed = dependingOn(forward, by);
    for (Application application : forward.reversed()) {
      if (application.inputs().stream().anyMatch(needed::contains)) {
        propagate(application, gradients, needed);
      }
    }
    return by.stream().map(node -> gradientOrZeros(node, gradients)).toList();
  }

  /** The given nodes and every node that depends on one of them: no other needs a gradient. */
  private static Set<Node> dependingOn(List<Application> forward, Collection<? extends Node> by) {
    Set<Node> depending = new HashSet<>(by);
    for (Application application : forward) {
      if (application.inputs().stream().anyMatch(depending::contains)) {
        depending.addAll(application.results());
      }
    }
    return depending;
  }

  private static void propagate(
      Application application, Map<Node, Node> gradients, Set<Node> needed) {
    Node[] upstreams = application.results().stream().map(gradients::get).toArray(Node[]::new);
    if (Arrays.stream(upstreams).allMatch(upstream -> upstream == null)) {
      return;
    }
    // The backward part of a layer belongs to the layer, in errors and profiles.
    List<Node> local =
        Scope.at(
            application.scope(),
            () -> application.op().gradient(new Backward(application, Arrays.asList(upstreams))));
    if (local.size() != application.inputs().size()) {
      throw new IllegalStateException(
          application.op().name()
              + ": its gradient rule gave "
              + local.size()
              + " gradients for "
              + application.inputs().size()
              + " inputs");
    }
    for (int i = 0; i < local.size(); i++) {
      Node input = application.inputs().get(i);
      Node gradient = local.get(i);
      if (gradient != null && needed.contains(input)) {
        requireType(application, input, gradient);
        gradients.merge(input, gradient, Ops::add);
      }
    }
  }

  private static void requireType(Application application, Node input, Node gradient) {
    if (!gradient.type().equals(input.type())) {
      throw new IllegalStateException(
          application.op().name()
              + ": its gradient rule gave "
              + gradient.type()
              + " for an input of type "
              + input.type());
    }
  }

  private static Node gradientOrZeros(Node node, Map<Node, Node> gradients) {
    Node gradient = gradients.get(node);
    if (gradient != null) {
      return gradient;
    }
    Node zero = new Literal(node.dtype(), NdArray.scalar(0));
    return BroadcastToOp.shape(zero, node.shape());
  }
}
