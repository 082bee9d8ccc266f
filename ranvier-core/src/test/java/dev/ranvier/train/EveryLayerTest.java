package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ranvier.data.Batch;
import dev.ranvier.exec.Backend;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Precision;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.LayerExample;
import dev.ranvier.nn.LayerExamples;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Named;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.Conv3d;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.optim.Sgd;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every layer of the catalogue takes two steps as the first and as the second of a network. */
class EveryLayerTest {
  private static final int BATCH = 4;
  private static final double RATE = 0.01;

  @TestFactory
  Stream<DynamicTest> trainsInSinglePrecision() {
    return tests(Engines.standard().withPrecision(Precision.FP32));
  }

  @TestFactory
  Stream<DynamicTest> trainsInBf16() {
    assumeThat(Engines.standard().backends()).as("bf16").anyMatch(Backend::hasBf16);
    return tests(Engines.standard().withPrecision(Precision.BF16));
  }

  /** Also products that are too small for it to pay. */
  @TestFactory
  Stream<DynamicTest> trainsWithEveryProductInBf16() {
    assumeThat(Engines.standard().backends()).as("bf16").anyMatch(Backend::hasBf16);
    List<Backend> backends =
        Engines.standard().backends().stream().<Backend>map(AlwaysInBf16::new).toList();
    return tests(new Engine(Engines.standard().workers(), backends).withPrecision(Precision.BF16));
  }

  private static Stream<DynamicTest> tests(Engine engine) {
    return LayerExamples.all().stream()
        .flatMap(
            example ->
                Stream.of(
                        Optional.of(first(example)),
                        before(example).map(one -> second(example, one)))
                    .flatMap(Optional::stream)
                    .map(
                        layers ->
                            dynamicTest(
                                example + ", layer " + (layers.layers().size() - 2),
                                () -> takesTwoSteps(engine, example.input(), layers))));
  }

  private static Sequential first(LayerExample example) {
    return new Sequential(new Named("tried", example.layer()), new Flatten(), new Dense(3));
  }

  private static Sequential second(LayerExample example, Layer before) {
    return new Sequential(before, new Named("tried", example.layer()), new Flatten(), new Dense(3));
  }

  /** A product that leaves the shape as it is; none for class indices. */
  private static Optional<Layer> before(LayerExample example) {
    Shape shape = example.input().shape();
    if (!example.input().dtype().isFloating()) {
      return Optional.empty();
    }
    int channels = shape.size(-1);
    return Optional.of(
        switch (shape.rank()) {
          case 3 -> new Conv2d(channels, 1);
          case 4 -> new Conv3d(channels, 1);
          default -> new Dense(channels);
        });
  }

  private static void takesTwoSteps(Engine engine, TensorType input, Layer layers) {
    Model model = new Model(input, layers, 5);
    List<Tensor> before = model.parameters().stream().map(p -> p.value().copy()).toList();
    TrainingStep step =
        new TrainingStep(engine, model, new SquaredError(), new Sgd(RATE), BATCH, 7);
    Tensor inputs = drawn(new TensorType(input.dtype(), input.shape().insert(0, BATCH)));
    Batch batch = new Batch(inputs, drawn(TensorType.f32(BATCH, 3)), BATCH);
    for (int number = 1; number <= 2; number++) {
      assertThat(step.run(batch, RATE, number)).as("loss of step %d", number).isFinite();
    }
    Set<String> changed = new HashSet<>();
    Set<String> all = new HashSet<>();
    for (int i = 0; i < before.size(); i++) {
      Variable parameter = model.parameters().get(i);
      String layer = parameter.name().substring(0, parameter.name().indexOf('/'));
      all.add(layer);
      if (parameter.value().memory().mismatch(before.get(i).memory()) >= 0) {
        changed.add(layer);
      }
      for (int j = 0; j < parameter.value().shape().elements(); j++) {
        assertThat(parameter.value().getDouble(j)).as(parameter.name()).isFinite();
      }
    }
    assertThat(changed).as("layers whose parameters change").isEqualTo(all);
  }

  private static Tensor drawn(TensorType type) {
    Tensor tensor = Tensor.zeros(type);
    CounterRandom random = CounterRandom.of(3, 1, 0);
    for (int i = 0; i < type.shape().elements(); i++) {
      tensor.setDouble(i, type.dtype() == DType.F32 ? random.normal(i) : i % 3);
    }
    return tensor;
  }

  /** The kernels of a backend, in bf16 wherever there are such. */
  private record AlwaysInBf16(Backend backend) implements Backend {
    @Override
    public String name() {
      return backend.name();
    }

    @Override
    public String describe() {
      return backend.describe();
    }

    @Override
    public Optional<Kernel> kernel(Application application) {
      return backend.kernel(application);
    }

    @Override
    public Backend onCallersThread() {
      return backend.onCallersThread();
    }

    @Override
    public boolean hasBf16() {
      return backend.hasBf16();
    }

    @Override
    public boolean paysInBf16(Application application, Set<Integer> lasting) {
      return true;
    }
  }
}
