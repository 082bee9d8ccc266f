package dev.ranvier.graph;

import dev.ranvier.tensor.NdArray;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a graph by the definitions of its ops, in double precision.
 *
 * <p>Slow and simple: it is what fast execution is compared with and what gradient checks use.
 */
public final class Interpreter {
  private Interpreter() {}

  /**
   * The values of some nodes.
   *
   * @param outputs the nodes to compute
   * @param feeds the values of inputs; they may also replace the values of variables
   * @throws IllegalArgumentException when an input that is needed has no value or one of another
   *     shape
   */
  public static List<NdArray> evaluate(
      Collection<? extends Node> outputs, Map<? extends Node, NdArray> feeds) {
    Map<Node, NdArray> values = new HashMap<>(feeds);
    for (Application application : TopologicalOrder.of(outputs)) {
      List<NdArray> inputs =
          application.inputs().stream().map(input -> value(input, values)).toList();
      List<NdArray> results = application.op().evaluate(inputs);
      for (Result result : application.results()) {
        NdArray array = results.get(result.index());
        if (!array.shape().equals(result.shape())) {
          throw new IllegalStateException(
              application.op().name()
                  + ": evaluated to shape "
                  + array.shape()
                  + ", its shape rule says "
                  + result.shape());
        }
        values.put(result, array);
      }
    }
    return outputs.stream().map(output -> value(output, values)).toList();
  }

  private static NdArray value(Node node, Map<Node, NdArray> values) {
    NdArray known = values.get(node);
    if (known == null) {
      known =
          switch (node) {
            case Input input ->
                throw new IllegalArgumentException(
                    "input '"
                        + input.name()
                        + "': no value was given; feed one of "
                        + input.type());
            case Variable variable -> variable.value().toNdArray();
            case Literal constant -> constant.value();
            case Result result -> throw new IllegalStateException(result + " was not computed");
          };
      values.put(node, known);
    }
    if (!known.shape().equals(node.shape())) {
      throw new IllegalArgumentException(
          node + ": expected shape " + node.shape() + ", was fed " + known.shape());
    }
    return known;
  }
}
