package dev.ranvier.nn;

import static dev.ranvier.tensor.TensorType.f32;
import static dev.ranvier.tensor.TensorType.i32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.JavaWorkers;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.attention.Embedding;
import dev.ranvier.nn.attention.TransformerDecoder;
import dev.ranvier.nn.attention.TransformerEncoder;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.nn.recurrent.Bidirectional;
import dev.ranvier.nn.recurrent.Gru;
import dev.ranvier.nn.recurrent.Lstm;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What golden values do not show of layers of sequences, and of ghost batches. */
class SequenceLayersTest {
  @Test
  void recurrentLayersAreStacked() {
    Model model =
        new Model(
            i32(5),
            new Sequential(
                new Embedding(10, 3),
                new Lstm(4).withReturnSequences(true),
                new Bidirectional(new Gru(2))),
            1);
    assertThat(model.trace(7, false).output().shape()).isEqualTo(Shape.of(7, 4));
    assertThat(model.parameters())
        .extracting(Variable::name)
        .contains(
            "embedding1/weights",
            "lstm1/recurrent",
            "bidirectional1/forward/weights",
            "bidirectional1/backward/recurrent-bias");
  }

  @Test
  void theForgetGateStartsOpen() {
    Model model = new Model(f32(5, 3), new Lstm(2), 1);
    assertThat(model.parameters().get(2).value().toFloats())
        .containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
  }

  @Test
  void paddingOfAnEmbeddingIsSkippedWithMasking() {
    Model model =
        new Model(
            i32(3),
            new Sequential(
                new Embedding(6, 3).withPadding(0),
                new Gru(4).withReturnSequences(true).withMasking(true)),
            1);
    double[] y = run(model, NdArray.of(Shape.of(1, 3), 2, 0, 5));
    assertThat(Arrays.copyOfRange(y, 4, 8)).isEqualTo(Arrays.copyOfRange(y, 0, 4));
    assertThat(Arrays.copyOfRange(y, 8, 12)).isNotEqualTo(Arrays.copyOfRange(y, 4, 8));
  }

  @Test
  void anEmbeddingRefusesTokensThatItHasNoVectorFor() {
    Model model = new Model(i32(3), new Sequential(new Embedding(6, 3)), 1);
    Trace trace = model.trace(1, false);
    List<Engine> engines =
        List.of(Engines.standard(), new Engine(new JavaWorkers(1), List.of())); // definitions
    for (Engine engine : engines) {
      Plan plan = engine.compile(List.of(trace.input()), List.of(trace.output()));
      for (int token : new int[] {6, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        assertThatThrownBy(() -> plan.call(Tensor.ofInts(Shape.of(1, 3), 5, token, 0)))
            .hasMessageContaining(
                "embedding 'embedding1': index "
                    + token
                    + ", number 2 of the batch, must be from 0 to 5; look for it in the data, or"
                    + " enlarge the layer");
      }
      assertThat(plan.call(Tensor.ofInts(Shape.of(1, 3), 5, 0, 3))).hasSize(1);
    }
  }

  @Test
  void aCausalStepDoesNotSeeLaterOnes() {
    for (Layer layer : List.of(new TransformerDecoder(2, 8), new TransformerEncoder(2, 8))) {
      Model model = new Model(f32(3, 4), layer, 1);
      NdArray x = NdArray.zeros(Shape.of(1, 3, 4));
      Arrays.setAll(x.data(), i -> Math.sin(i));
      double[] before = run(model, x);
      x.data()[9] += 1; // in the last step
      double[] after = run(model, x);
      boolean same = Arrays.equals(Arrays.copyOf(before, 8), Arrays.copyOf(after, 8));
      assertThat(same).isEqualTo(layer instanceof TransformerDecoder);
    }
  }

  @Test
  void ghostBatchesLeaveTheMeanOfTheirStatistics() {
    Model model = new Model(f32(1), new BatchNorm().withMomentum(0).withGhost(2), 1);
    Trace trace = model.trace(5, true);
    NdArray x = NdArray.of(Shape.of(5, 1), 1, 3, 10, 20, 30);
    List<Node> updates = trace.updates().stream().map(Assignment::value).toList();
    List<NdArray> values = Interpreter.evaluate(updates, Map.of(trace.input(), x));
    // Parts of two and three examples: means 2 and 20, unbiased variances 2 and 100.
    assertThat(values.get(0).data()[0]).isCloseTo(0.4 * 2 + 0.6 * 20, within(1e-9));
    assertThat(values.get(1).data()[0]).isCloseTo(0.4 * 2 + 0.6 * 100, within(1e-9));
    NdArray y = Interpreter.evaluate(List.of(trace.output()), Map.of(trace.input(), x)).getFirst();
    assertThat(y.data()[0]).isCloseTo(-1, within(1e-4));
    assertThat(y.data()[3]).isCloseTo(0, within(1e-9));
  }

  private static double[] run(Model model, NdArray x) {
    Trace trace = model.trace(x.shape().size(0), false);
    Map<Node, NdArray> feeds = new HashMap<>(Map.of(trace.input(), x));
    return Interpreter.evaluate(List.of(trace.output()), feeds).getFirst().data();
  }
}
