package dev.ranvier.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Residual;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.NativeMemory;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InferenceSessionTest {
  private static final int THREADS = 8;
  private static final int CALLS = 300;

  static List<Engine> engines() {
    return List.of(Engines.standard(), Engines.onCallersThread());
  }

  /** With everything that is folded, packed or fused for inference. */
  private static Model network() {
    Model model =
        new Model(
            TensorType.f32(8, 8, 3),
            new Sequential(
                new Conv2d(16, 3).withPadding(PaddingRule.SAME).withBias(false),
                new BatchNorm(),
                new Relu(),
                new Residual(
                    new Sequential(
                        new Conv2d(16, 3).withPadding(PaddingRule.SAME), new BatchNorm())),
                new Relu(),
                new MaxPool2d(2),
                new Flatten(),
                new Dense(40),
                new BatchNorm(),
                new Relu(),
                new Dense(10)),
            5);
    for (int i = 0; i < model.states().size(); i++) {
      Tensor state = model.states().get(i).value();
      for (int j = 0; j < state.shape().elements(); j++) {
        state.setDouble(j, 0.5 + CounterRandom.of(3, i, 0).uniform(j));
      }
    }
    return model;
  }

  private static Tensor images(int batch, int seed) {
    Tensor images = Tensor.zeros(TensorType.f32(batch, 8, 8, 3));
    CounterRandom random = CounterRandom.of(seed, 9, batch);
    for (int i = 0; i < images.shape().elements(); i++) {
      images.setDouble(i, random.uniform(i) - 0.5);
    }
    return images;
  }

  private static double[] defined(Model model, Tensor images) {
    Trace trace = model.trace(images.shape().size(0), false);
    return Interpreter.evaluate(List.of(trace.output()), Map.of(trace.input(), images.toNdArray()))
        .getFirst()
        .data();
  }

  private static double[] doubles(Tensor tensor) {
    return tensor.toNdArray().data();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void predictsWhatTheModelSays(Engine engine) {
    Model model = network();
    InferenceSession session = new InferenceSession(model, engine);
    for (int batch : new int[] {1, 5, 1, 32}) {
      Tensor images = images(batch, batch);
      assertThat(doubles(session.predict(images)))
          .containsExactly(defined(model, images), within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void eightThreadsGetWhatOneGetsToTheLastBit(Engine engine) throws Exception {
    InferenceSession session = new InferenceSession(network(), engine);
    List<Tensor> inputs = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    for (int batch : new int[] {1, 3, 8, 16}) {
      inputs.add(images(batch, batch));
      expected.add(session.predict(inputs.getLast()).toFloats());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        tasks.add(
            () -> {
              for (int call = 0; call < CALLS; call++) {
                int which = (first + call) % inputs.size();
                assertThat(session.predict(inputs.get(which)).toFloats())
                    .isEqualTo(expected.get(which));
              }
              return null;
            });
      }
      for (Future<Void> task : threads.invokeAll(tasks)) {
        task.get();
      }
    }
  }

  @Test
  void weightsThatChangeAreSeenByTheNextCall() {
    Model model = network();
    InferenceSession session = new InferenceSession(model);
    Tensor images = images(4, 1);
    for (int i = 0; i < model.variables().size(); i++) {
      Tensor variable = model.variables().get(i).value();
      variable.setDouble(0, variable.getDouble(0) + 0.5);
      assertThat(doubles(session.predict(images)))
          .as(model.variables().get(i).name())
          .containsExactly(defined(model, images), within(1e-4));
    }
  }

  @Test
  void plansOfAllBatchSizesShareTheWeights() {
    Model model =
        new Model(
            TensorType.f32(1024), new Sequential(new Dense(1024), new Relu(), new Dense(1024)), 1);
    InferenceSession session = new InferenceSession(model);
    // A product of a single row may want its weights in another layout than one of several rows.
    session.predict(Tensor.zeros(TensorType.f32(2, 1024)));
    long before = NativeMemory.liveBytes();
    for (int batch = 3; batch <= 7; batch++) {
      session.predict(Tensor.zeros(TensorType.f32(batch, 1024)));
    }
    long weights = model.parameterCount() * 4;
    assertThat(NativeMemory.liveBytes() - before).isLessThan(weights / 4);
  }

  @Test
  void sessionsOfAModelShareItsWeights() {
    Model model = network();
    InferenceSession first = new InferenceSession(model);
    InferenceSession second = new InferenceSession(model, Engines.onCallersThread());
    Tensor images = images(2, 1);
    double before = first.predict(images).getDouble(0);
    Tensor bias = model.parameters().getLast().value();
    bias.setDouble(0, bias.getDouble(0) + 1);
    assertThat(first.predict(images).getDouble(0)).isCloseTo(before + 1, within(1e-5));
    assertThat(second.predict(images).getDouble(0)).isCloseTo(before + 1, within(1e-5));
  }

  @Test
  void moreBatchSizesThanPlansAreKeptWork() {
    Model model = network();
    InferenceSession session = new InferenceSession(model, Engines.onCallersThread());
    for (int round = 0; round < 2; round++) {
      for (int batch = 1; batch <= 20; batch++) {
        Tensor images = images(batch, round);
        assertThat(doubles(session.predict(images)))
            .containsExactly(defined(model, images), within(1e-4));
      }
    }
  }

  @Test
  void anInterruptIsKeptAndTheCallFinished() throws Exception {
    InferenceSession session = new InferenceSession(network());
    Tensor images = images(2, 1);
    float[] expected = session.predict(images).toFloats();
    Thread.currentThread().interrupt();
    assertThat(session.predict(images).toFloats()).isEqualTo(expected);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void tensorsOfOtherTypesAreRefusedAndTheSessionGoesOn() {
    InferenceSession session = new InferenceSession(network());
    Tensor images = images(2, 1);
    for (int time = 0; time < 2 * THREADS; time++) {
      assertThatThrownBy(() -> session.predict(Tensor.zeros(TensorType.f32(8, 8, 3))))
          .hasMessage(
              "predict: the model takes batches of f32[8,8,3], got f32[8,8,3];"
                  + " the first axis is the batch");
      assertThatThrownBy(() -> session.predict(images, Tensor.zeros(TensorType.f32(2, 9))))
          .hasMessage(
              "predict: the outputs for f32[2,8,8,3] are f32[2,10], got a tensor of f32[2,9]"
                  + " to write them to");
    }
    assertThat(session.predict(images).shape().size(0)).isEqualTo(2);
  }
}
