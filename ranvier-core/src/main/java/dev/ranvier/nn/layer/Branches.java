package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** What layers of several branches share. */
final class Branches {
  private Branches() {}

  /** What every branch gives for the same input. */
  static List<Node> apply(String layer, List<Layer> branches, Node x, Context context) {
    require(layer, branches, context);
    List<Node> results = new ArrayList<>();
    for (Layer branch : branches) {
      results.add(context.child(branch, x));
    }
    return results;
  }

  /** The results of branches, which have one shape, joined two by two. */
  static Node fold(
      String layer, List<Layer> branches, Node x, Context context, BinaryOperator<Node> join) {
    List<Node> results = apply(layer, branches, x, context);
    List<Shape> shapes = results.stream().map(Node::shape).toList();
    if (shapes.stream().distinct().count() > 1) {
      throw new IllegalArgumentException(
          String.format(
              "%s %s: the branches give %s, which must all be of one shape; project some of them",
              layer, context.layerName(), shapes));
    }
    return results.stream().reduce(join).orElseThrow();
  }

  /** Results joined along the last axis. */
  static Node concatenated(String layer, List<Node> results, Context context) {
    List<Shape> shapes = results.stream().map(Node::shape).toList();
    if (shapes.stream().map(shape -> shape.with(-1, 1)).distinct().count() > 1) {
      throw new IllegalArgumentException(
          String.format(
              "%s %s: the branches give %s, which must agree in all but the last axis; pad or pool"
                  + " some of them",
              layer, context.layerName(), shapes));
    }
    return new dev.ranvier.op.ConcatenateOp(shapes.getFirst().rank() - 1)
        .apply(results.toArray(Node[]::new));
  }

  static void require(String layer, List<Layer> branches, Context context) {
    if (branches.isEmpty()) {
      throw new IllegalArgumentException(
          layer + " " + context.layerName() + ": needs at least one branch, got none");
    }
  }
}
