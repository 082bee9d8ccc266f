package dev.ranvier.golden;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph fed with the inputs of a golden case, whose outputs are to be those of the case: in
 * double precision by the ops' definitions, and in single precision by a compiled plan.
 */
final class GoldenGraph {
  private final GoldenCase golden;
  private final Map<Input, NdArray> inputs = new LinkedHashMap<>();
  private final Map<Variable, NdArray> variables = new LinkedHashMap<>();
  private final Map<String, Node> outputs = new LinkedHashMap<>();

  GoldenGraph(GoldenCase golden) {
    this.golden = golden;
  }

  /** An input with the case's tensor of that name. */
  Input input(String name) {
    DType stored = golden.tensor(name).dtype();
    DType dtype = stored == DType.F64 ? DType.F32 : stored;
    Input input = new Input(name, new TensorType(dtype, golden.tensor(name).shape()));
    feed(input, name);
    return input;
  }

  /** Feeds an input that a model made. */
  void feed(Input input, String name) {
    inputs.put(input, golden.get(name));
  }

  /** Gives a variable the case's value of that name. */
  void set(Variable variable, String name) {
    variables.put(variable, golden.get(name));
    variable.value().copyFrom(golden.get(name));
  }

  /** Expects a node to have the case's value of that name. */
  void expect(String name, Node node) {
    outputs.put(name, node);
  }

  /**
   * Expects y, and the gradients of the sum of y · dy by the given nodes: {@code dx} for {@code x}.
   */
  void expectDifferentiated(Node y, Map<String, ? extends Node> by) {
    expect("y", y);
    expectGradients(Ops.sum(Ops.multiply(y, input("dy"))), by);
  }

  /** Expects the gradients of a scalar by the given nodes: {@code dx} for {@code x}. */
  void expectGradients(Node objective, Map<String, ? extends Node> by) {
    List<String> names = List.copyOf(by.keySet());
    List<Node> nodes = names.stream().<Node>map(by::get).toList();
    List<Node> gradients = Gradients.of(objective, nodes);
    for (int i = 0; i < names.size(); i++) {
      expect("d" + names.get(i), gradients.get(i));
    }
  }

  /** Computes both ways and compares. */
  void check() {
    Map<Node, NdArray> feeds = new LinkedHashMap<>(inputs);
    feeds.putAll(variables);
    List<NdArray> defined = Interpreter.evaluate(outputs.values(), feeds);
    Plan plan =
        Engines.standard().compile(List.copyOf(inputs.keySet()), List.copyOf(outputs.values()));
    inputs.forEach((input, value) -> plan.input(input).copyFrom(value));
    plan.run();
    List<String> names = new ArrayList<>(outputs.keySet());
    for (int i = 0; i < names.size(); i++) {
      NdArray expected = golden.get(names.get(i));
      String what = golden + ": " + names.get(i);
      Closeness.require(what + " by definition", defined.get(i), expected, Closeness.DOUBLE);
      NdArray compiled = plan.output(i).toNdArray();
      Closeness.require(what + " by the plan", compiled, expected, Closeness.SINGLE);
    }
  }
}
