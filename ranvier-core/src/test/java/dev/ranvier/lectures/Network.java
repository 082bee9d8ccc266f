package dev.ranvier.lectures;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Map;

/**
 * A network of the slides: its weights are set by hand, and it is computed by the definitions.
 *
 * @param model the layers
 */
record Network(Model model) {
  /** A network for inputs of a shape. */
  static Network of(Layer layer, int... input) {
    return new Network(new Model(TensorType.f32(input), layer, 7));
  }

  /** The same network with other values of a parameter. */
  Network with(int parameter, double... values) {
    var tensor = model.parameters().get(parameter).value();
    for (int i = 0; i < values.length; i++) {
      tensor.setDouble(i, values[i]);
    }
    return this;
  }

  /** The values of a parameter. */
  double[] parameter(int index) {
    return model.parameters().get(index).value().toNdArray().data();
  }

  /** What it gives for one example. */
  double[] output(double... example) {
    Trace trace = model.trace(1, false);
    return Interpreter.evaluate(List.of(trace.output()), feeds(trace, example)).getFirst().data();
  }

  /** The gradients of the weighted sum of the outputs by the input and by all parameters. */
  List<NdArray> gradients(double[] example, double... weights) {
    Trace trace = model.trace(1, false);
    Node output = trace.output();
    Node weight =
        new dev.ranvier.graph.Literal(output.dtype(), new NdArray(output.shape(), weights));
    Node sum = Ops.sum(Ops.multiply(output, weight));
    List<Node> by = new java.util.ArrayList<>(List.of(trace.input()));
    by.addAll(model.parameters());
    return Interpreter.evaluate(Gradients.of(sum, by), feeds(trace, example));
  }

  private static Map<Node, NdArray> feeds(Trace trace, double... example) {
    Shape shape = trace.input().shape();
    return Map.of(trace.input(), new NdArray(shape, example));
  }
}
