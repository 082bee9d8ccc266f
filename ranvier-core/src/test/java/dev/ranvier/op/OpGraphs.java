package dev.ranvier.op;

import dev.ranvier.graph.Input;
import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Small graphs around one op. */
final class OpGraphs {
  private OpGraphs() {}

  /** An input of every type. */
  static List<Input> inputs(List<TensorType> types) {
    List<Input> inputs = new ArrayList<>();
    for (TensorType type : types) {
      inputs.add(new Input("x" + inputs.size(), type));
    }
    return inputs;
  }

  /** A random combination of everything that the op gives and that has a gradient. */
  static Node objective(OpExample example, List<Input> inputs, CounterRandom random) {
    List<? extends Node> results = example.op().applyAll(inputs.toArray(Node[]::new));
    return weightedSum(results.subList(0, example.results()), random);
  }

  /** The sum of all elements of the floating nodes, each with a weight of its own. */
  static Node weightedSum(List<? extends Node> nodes, CounterRandom random) {
    Node total = Ops.number(0);
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (node.dtype().isFloating()) {
        NdArray weights = NdArray.zeros(node.shape());
        for (int j = 0; j < weights.data().length; j++) {
          weights.data()[j] = random.fork(1000 + i).normal(j);
        }
        Node sum = Ops.sum(Ops.multiply(node, new Literal(node.dtype(), weights)));
        total = Ops.add(total, CastOp.to(sum, DType.F32));
      }
    }
    return total;
  }
}
