package dev.ranvier.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Plans of random graphs give what the definitions give: passes, order, in-place updates and the
 * sharing of memory change no value.
 */
class RandomGraphTest {
  private static final int GRAPHS = 300;

  /** Only definitions, which may overwrite any input: the plan is on its own. */
  @Test
  void plansOfDefinitionsAgreeWithTheInterpreter() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      check(new Engine(new JavaWorkers(1), List.of()), seed);
    }
  }

  @Test
  void plansOfFastKernelsAgreeWithTheInterpreter() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      check(Engines.standard(), seed);
    }
  }

  @Test
  void plansThatComputeValuesTwiceAgreeWithTheInterpreter() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      check(Engines.standard().withRecomputation(true), seed);
    }
  }

  /** Rounding to bf16 makes errors of a few thousandths, which a chain of operations enlarges. */
  @Test
  void roundingInsideOfAGraphDoesNotMatterMuch() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      check(Engines.standard(), new RandomGraph(seed, 5 + seed % 20, true), seed, 0.1);
    }
  }

  private static void check(Engine engine, int seed) {
    check(engine, new RandomGraph(seed, 5 + seed % 40, false), seed, 1e-4);
  }

  private static void check(Engine engine, RandomGraph graph, int seed, double tolerance) {
    Plan plan = engine.compile(graph.inputs, graph.outputs, graph.assignments);
    for (int run = 0; run < 3; run++) {
      Map<Node, NdArray> feeds = new HashMap<>();
      List<Tensor> values = new ArrayList<>();
      for (Input input : graph.inputs) {
        Tensor value = input == graph.key ? Tensor.ofInts(input.shape(), run) : graph.tensor();
        values.add(value);
        feeds.put(input, value.toNdArray());
      }
      List<Node> wanted = new ArrayList<>(graph.outputs);
      graph.assignments.stream().map(Assignment::value).forEach(wanted::add);
      Map<Variable, NdArray> before = new HashMap<>();
      graph.variables.forEach(variable -> before.put(variable, variable.value().toNdArray()));
      List<NdArray> expected = Interpreter.evaluate(wanted, feeds);
      List<Tensor> outputs = plan.call(values.toArray(Tensor[]::new));
      String context = "seed " + seed + ", run " + run + "\n" + plan.describe();
      for (int i = 0; i < outputs.size(); i++) {
        assertClose(outputs.get(i), expected.get(i), tolerance, context);
      }
      for (int i = 0; i < graph.assignments.size(); i++) {
        Variable variable = graph.assignments.get(i).variable();
        assertClose(variable.value(), expected.get(outputs.size() + i), tolerance, context);
        before.remove(variable);
      }
      before.forEach((variable, value) -> assertClose(variable.value(), value, tolerance, context));
      graph.variables.forEach(variable -> variable.value().copyFrom(graph.tensor()));
    }
  }

  private static void assertClose(
      Tensor actual, NdArray expected, double tolerance, String context) {
    double scale = 1;
    for (double value : expected.data()) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < expected.data().length; i++) {
      assertThat(Math.abs(actual.getDouble(i) - expected.data()[i]) / scale)
          .as(context)
          .isLessThan(tolerance);
    }
  }
}
