package dev.ranvier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.nn.normalization.GroupNorm;
import dev.ranvier.nn.normalization.InstanceNorm;
import dev.ranvier.nn.normalization.LayerNorm;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers that do not differ are normalized to 0, whatever they are and however many. */
class ConstantChannelTest {
  private static final int BATCH = 33;
  private static final TensorType IMAGE = TensorType.f32(17, 19, 8);
  private static final double[] CONSTANTS = {0, 0.1, -3.7, 0.65, 999.9, 1000.1, -1e6, 1e-20};

  static List<Layer> layers() {
    return List.of(
        new BatchNorm(),
        new BatchNorm().withGhost(7),
        new LayerNorm(),
        new LayerNorm(3, 1e-5),
        new GroupNorm(2),
        new InstanceNorm().withAffine(true));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void trainingGivesTheShiftAndNoGradientOfTheScale(Layer layer) {
    for (double constant : CONSTANTS) {
      Model model = new Model(IMAGE, layer, 7);
      Trace trace = model.trace(BATCH, true);
      Tensor upstream = Tensor.zeros(trace.output().type());
      CounterRandom random = CounterRandom.of(3, 0, 0);
      for (int i = 0; i < upstream.shape().elements(); i++) {
        upstream.setDouble(i, random.uniform(i) - 0.5);
      }
      Node objective = Ops.sum(Ops.multiply(trace.output(), new Variable("upstream", upstream)));
      List<Variable> scales =
          model.parameters().stream().filter(each -> each.name().endsWith("scale")).toList();
      assertThat(scales).hasSize(1);
      List<Node> outputs = new ArrayList<>(List.of(trace.output()));
      outputs.addAll(Gradients.of(objective, scales));
      Plan plan = Engines.standard().compile(List.of(trace.input()), outputs);
      List<Tensor> results = plan.call(filled(trace.input().type(), constant));
      assertNear(results.get(0), "outputs of " + constant);
      assertNear(results.get(1), "gradient of the scale of " + constant);
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void useGivesTheShift(Layer layer) {
    for (double constant : CONSTANTS) {
      Model model = new Model(IMAGE, layer, 7);
      for (Variable state : model.states()) {
        float value = state.name().endsWith("mean") ? (float) constant : 0;
        state.value().copyFrom(filled(state.type(), value));
      }
      Trace trace = model.trace(BATCH, false);
      Plan plan = Engines.standard().compile(List.of(trace.input()), List.of(trace.output()));
      List<Tensor> results = plan.call(filled(trace.input().type(), constant));
      assertNear(results.getFirst(), "outputs of " + constant);
    }
  }

  private static Tensor filled(TensorType type, double value) {
    Tensor tensor = Tensor.zeros(type);
    for (int i = 0; i < type.shape().elements(); i++) {
      tensor.setDouble(i, value);
    }
    return tensor;
  }

  private static void assertNear(Tensor results, String context) {
    double greatest = 0;
    for (int i = 0; i < results.shape().elements(); i++) {
      // Written so that NaN fails.
      double size = Math.abs(results.getDouble(i));
      greatest = size <= greatest ? greatest : size;
    }
    assertThat(greatest).as(context).isCloseTo(0, within(1e-6));
  }
}
