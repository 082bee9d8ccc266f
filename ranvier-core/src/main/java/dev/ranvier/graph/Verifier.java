package dev.ranvier.graph;

import dev.ranvier.tensor.TensorType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks what must hold in every graph: each application's types follow from its op's shape rule,
 * and no two inputs or variables share a name. Passes run it on what they produce.
 */
public final class Verifier {
  private Verifier() {}

  /**
   * Checks the graph behind some nodes.
   *
   * @throws IllegalStateException naming the application or the name at fault
   */
  public static void verify(Collection<? extends Node> outputs) {
    Map<String, Node> names = new HashMap<>();
    outputs.forEach(output -> verifyName(output, names));
    for (Application application : TopologicalOrder.of(outputs)) {
      List<TensorType> given = application.inputs().stream().map(Node::type).toList();
      List<TensorType> expected = application.op().infer(given);
      List<TensorType> actual = application.results().stream().map(Node::type).toList();
      if (!expected.equals(actual)) {
        throw new IllegalStateException(
            application + ": is typed " + actual + ", its shape rule says " + expected);
      }
      application.inputs().forEach(input -> verifyName(input, names));
    }
  }

  private static void verifyName(Node node, Map<String, Node> names) {
    String name =
        switch (node) {
          case Input input -> "input '" + input.name() + "'";
          case Variable variable -> "variable '" + variable.name() + "'";
          case Literal constant -> null;
          case Result result -> null;
        };
    if (name != null && names.putIfAbsent(name, node) instanceof Node other && other != node) {
      throw new IllegalStateException(name + ": two different ones have this name");
    }
  }
}
