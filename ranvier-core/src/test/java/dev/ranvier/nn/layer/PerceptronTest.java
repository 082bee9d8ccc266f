package dev.ranvier.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Perceptrons and units of the delta rule, one example a step, as the lectures teach them. */
class PerceptronTest {
  private static final double[][] INPUTS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
  private static final double[] AND = {-1, -1, -1, 1};
  private static final double[] OR = {-1, 1, 1, 1};
  private static final double[] XOR = {-1, 1, 1, -1};

  /** Plain gradient descent on ½(y − t)², one example a step. */
  private static final class Learner {
    private final Model model;
    private final Trace trace;
    private final Input target = new Input("target", TensorType.f32(1, 1));
    private final List<Node> outputs = new ArrayList<>();
    private final Map<Node, NdArray> values = new HashMap<>();

    Learner(Layer layer) {
      model = new Model(TensorType.f32(2), layer, 1);
      trace = model.trace(1, true);
      Node error = Ops.subtract(trace.output(), target);
      Node loss = Ops.multiply(Ops.sum(Ops.square(error)), 0.5);
      outputs.add(trace.output());
      outputs.addAll(Gradients.of(loss, model.parameters()));
      model.parameters().forEach(v -> values.put(v, v.value().toNdArray()));
    }

    /** The answer before the step. */
    double step(double[] x, double wanted, double rate) {
      values.put(trace.input(), NdArray.of(Shape.of(1, 2), x));
      values.put(target, NdArray.of(Shape.of(1, 1), wanted));
      List<NdArray> results = Interpreter.evaluate(outputs, values);
      for (int i = 0; i < model.parameters().size(); i++) {
        double[] parameter = parameter(i);
        double[] gradient = results.get(i + 1).data();
        for (int j = 0; j < parameter.length; j++) {
          parameter[j] -= rate * gradient[j];
        }
      }
      return results.getFirst().data()[0];
    }

    double[] parameter(int index) {
      Variable variable = model.parameters().get(index);
      return values.get(variable).data();
    }

    int mistakes(double[] targets, double rate) {
      int mistakes = 0;
      for (int i = 0; i < targets.length; i++) {
        mistakes += step(INPUTS[i], targets[i], rate) == targets[i] ? 0 : 1;
      }
      return mistakes;
    }
  }

  @Test
  void aStepIsRosenblattsRule() {
    Learner learner = new Learner(new Perceptron(1));
    assertThat(learner.step(new double[] {0.5, -2}, -1, 0.1)).isEqualTo(1);
    // η · (t − y) = −0.2
    assertThat(learner.parameter(0)).containsExactly(new double[] {-0.1, 0.4}, within(1e-12));
    assertThat(learner.parameter(1)).containsExactly(new double[] {-0.2}, within(1e-12));
    assertThat(learner.step(new double[] {0.5, -2}, -1, 0.1)).isEqualTo(-1);
    assertThat(learner.parameter(1)).containsExactly(new double[] {-0.2}, within(1e-12));
  }

  @Test
  void aPerceptronLearnsAndAndOr() {
    for (double[] targets : List.of(AND, OR)) {
      Learner learner = new Learner(new Perceptron(1));
      int rounds = 0;
      while (learner.mistakes(targets, 0.5) > 0) {
        assertThat(++rounds).isLessThan(20);
      }
      assertThat(learner.mistakes(targets, 0.5)).isZero();
    }
  }

  @Test
  void aPerceptronNeverLearnsXor() {
    Learner learner = new Learner(new Perceptron(1));
    for (int round = 0; round < 200; round++) {
      assertThat(learner.mistakes(XOR, 0.5)).isPositive();
    }
  }

  @Test
  void aStepIsTheDeltaRule() {
    Learner linear = new Learner(new DeltaRule(1));
    assertThat(linear.step(new double[] {2, 1}, 0.5, 0.1)).isZero();
    assertThat(linear.parameter(0)).containsExactly(new double[] {0.1, 0.05}, within(1e-12));
    Learner sigmoid = new Learner(new DeltaRule(1).withSigmoid(true));
    assertThat(sigmoid.step(new double[] {2, 1}, 1, 0.1)).isEqualTo(0.5);
    // η · (t − y) · y · (1 − y) = 0.1 · 0.5 · 0.25
    assertThat(sigmoid.parameter(0)).containsExactly(new double[] {0.025, 0.0125}, within(1e-12));
  }
}
