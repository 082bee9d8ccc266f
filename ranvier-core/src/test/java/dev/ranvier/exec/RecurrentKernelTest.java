package dev.ranvier.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import dev.ranvier.op.RecurrentCells;
import dev.ranvier.op.recurrent.RecurrentCell;
import dev.ranvier.op.recurrent.RecurrentOp;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels of recurrent layers against the definitions, in every precision. */
class RecurrentKernelTest {
  private static final long SEED = 20_260_101;

  /** A sum of all outputs, each with its own weight, and its gradients. */
  private record Problem(List<Input> inputs, List<Node> values) {
    static Problem of(RecurrentCell cell, boolean masked, int steps, int batch, int units) {
      int numbers = cell.gates() * units;
      List<Input> inputs = new ArrayList<>();
      inputs.add(new Input("a", TensorType.f32(steps, batch, numbers)));
      inputs.add(new Input("u", TensorType.f32(units, numbers)));
      inputs.add(new Input("c", TensorType.f32(numbers)));
      if (masked) {
        inputs.add(new Input("mask", TensorType.i32(steps, batch, 1)));
      }
      Input weights = new Input("weights", TensorType.f32(steps, batch, units));
      Node h = new RecurrentOp(cell, masked).applyAll(inputs.toArray(Node[]::new)).getFirst();
      List<Node> values = new ArrayList<>(List.of(h));
      values.addAll(Gradients.of(Ops.sum(Ops.multiply(h, weights)), inputs.subList(0, 3)));
      inputs.add(weights);
      return new Problem(inputs, values);
    }

    List<Tensor> draw() {
      List<Tensor> drawn = new ArrayList<>();
      for (Input input : inputs) {
        Tensor tensor = Tensor.zeros(input.type());
        CounterRandom random = CounterRandom.of(SEED, drawn.size(), 0);
        for (int i = 0; i < tensor.shape().elements(); i++) {
          double uniform = random.uniform(i);
          tensor.setDouble(i, input.dtype().isFloating() ? uniform - 0.5 : Math.rint(uniform));
        }
        drawn.add(tensor);
      }
      return drawn;
    }

    List<NdArray> expected() {
      Map<Node, NdArray> feeds = new HashMap<>();
      List<Tensor> drawn = draw();
      for (int i = 0; i < drawn.size(); i++) {
        feeds.put(inputs.get(i), drawn.get(i).toNdArray());
      }
      return Interpreter.evaluate(values, feeds);
    }

    List<Tensor> computed(Engine engine) {
      return engine.compile(inputs, values).call(draw().toArray(Tensor[]::new));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "5, 3, 4, false",
    "1, 2, 17, false",
    "4, 33, 5, true",
    "7, 65, 16, false",
    "3, 64, 64, true",
  })
  void agreeWithTheDefinitions(int steps, int batch, int units, boolean masked) {
    for (RecurrentCell cell : List.of(RecurrentCells.LSTM, RecurrentCells.GRU)) {
      Problem problem = Problem.of(cell, masked, steps, batch, units);
      assertClose(problem.computed(Engines.standard()), problem.expected(), 1e-5);
      Engine java =
          new Engine(
              Engines.standard().workers(),
              Engines.standard().backends().stream()
                  .filter(backend -> backend.name().equals("vector"))
                  .toList());
      assertClose(problem.computed(java), problem.expected(), 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void agreeInLowPrecision(boolean masked) {
    Engine engine = Engines.standard().withPrecision(Precision.AUTO);
    for (RecurrentCell cell : List.of(RecurrentCells.LSTM, RecurrentCells.GRU)) {
      Problem problem = Problem.of(cell, masked, 6, 40, 64);
      assertClose(problem.computed(engine), problem.expected(), 0.03);
    }
  }

  /** What is kept for gradients is neither computed then nor missed. */
  @Test
  void outputsAreTheSameWithoutGradients() {
    for (RecurrentCell cell : List.of(RecurrentCells.LSTM, RecurrentCells.GRU)) {
      Problem problem = Problem.of(cell, true, 6, 40, 64);
      Problem outputs = new Problem(problem.inputs(), problem.values().subList(0, 1));
      for (Precision precision : List.of(Precision.FP32, Precision.AUTO)) {
        Engine engine = Engines.standard().withPrecision(precision);
        assertThat(outputs.computed(engine).getFirst().toFloats())
            .isEqualTo(problem.computed(engine).getFirst().toFloats());
      }
    }
  }

  @Test
  void resultsAreTheSameOnTheCallersThread() {
    Problem problem = Problem.of(RecurrentCells.LSTM, false, 6, 70, 48);
    List<Tensor> shared = problem.computed(Engines.standard());
    List<Tensor> alone = problem.computed(Engines.onCallersThread());
    for (int i = 0; i < 2; i++) {
      assertThat(alone.get(i).toFloats()).isEqualTo(shared.get(i).toFloats());
    }
  }

  private static void assertClose(List<Tensor> found, List<NdArray> expected, double tolerance) {
    for (int i = 0; i < expected.size(); i++) {
      double[] values = found.get(i).toNdArray().data();
      double[] wanted = expected.get(i).data();
      double greatest = 0;
      double error = 0;
      for (int j = 0; j < wanted.length; j++) {
        greatest = Math.max(greatest, Math.abs(wanted[j]));
        error = Math.max(error, Math.abs(values[j] - wanted[j]));
      }
      assertThat(error).as("value " + i).isLessThanOrEqualTo(tolerance * greatest);
    }
  }
}
