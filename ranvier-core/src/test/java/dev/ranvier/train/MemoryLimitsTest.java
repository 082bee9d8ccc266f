package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.data.Batching;
import dev.ranvier.data.TableDataset;
import dev.ranvier.graph.Input;
import dev.ranvier.infer.InferenceSession;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.nn.recurrent.Lstm;
import dev.ranvier.op.Ops;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.Sgd;
import dev.ranvier.tensor.InsufficientMemoryException;
import dev.ranvier.tensor.NativeMemory;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.metric.Accuracy;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user reads when there is too little memory, and what is left of it afterwards. */
class MemoryLimitsTest {
  private static final long MIB = 1L << 20;
  private long usual;

  @BeforeEach
  void remember() {
    usual = NativeMemory.limit().bytes();
  }

  @AfterEach
  void restore() {
    NativeMemory.setLimit(usual);
  }

  @Test
  void aParameterThatIsTooLargeIsNamed() {
    allow(50);
    Sequential layers = new Sequential(new Dense(100_000), new Dense(100_000));
    assertThatThrownBy(() -> new Model(TensorType.f32(4), layers, 1))
        .isInstanceOf(InsufficientMemoryException.class)
        .hasMessageMatching(
            "memory: parameter 'dense2/weights' f32\\[100000,100000\\] needs 37\\.3 GiB, more than the"
                + " limit of .* \\(set by the program\\); make the layer smaller, or allow more by"
                + " RANVIER_MEMORY or -Dranvier.memory");
  }

  @Test
  void theOptimizersStateIsNamed() {
    Model model = model(new Dense(1024), new Dense(4096));
    allow(20);
    assertThatThrownBy(() -> new Trainer(model, new SquaredError(), new Adam()))
        .isInstanceOf(InsufficientMemoryException.class)
        .hasMessageMatching(
            "memory: the optimizer's state of parameter 'dense2/weights' f32\\[1024,4096\\] needs"
                + " 16\\.0 MiB, but .* of the limit of .* are in use; make the layer smaller, take an"
                + " optimizer with less state, or allow more by RANVIER_MEMORY or -Dranvier.memory");
  }

  @Test
  void theLargestValueOfAPlanIsNamed() {
    Model model = model(new Dense(1024), new Relu(), new Dense(10));
    Trainer trainer = new Trainer(model, new SoftmaxCrossEntropy(), new Sgd(0.1));
    allow(30);
    assertThatThrownBy(() -> trainer.plan(20_000))
        .isInstanceOf(InsufficientMemoryException.class)
        .hasMessageMatching(
            "memory: a plan's slab \\(its largest value is \\S+ of layer '\\S+'"
                + " \\S+\\[20000,1024\\]\\) needs \\S+ MiB, .*limit of .*; take a smaller batch or"
                + " fewer units, let them be recomputed, or allow more by RANVIER_MEMORY or"
                + " -Dranvier.memory");
    allow(1000);
    assertThat(trainer.plan(200).slabBytes()).isPositive();
  }

  @Test
  void memoryIsFlatAfterTwentyRefusedTrainings() {
    long before = settled();
    NativeMemory.setLimit(before + 48 * MIB);
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(
              () ->
                  new Trainer(
                      model(new Dense(2048), new Dense(2048)), new SquaredError(), new Adam()))
          .isInstanceOf(InsufficientMemoryException.class);
    }
    assertThat(settled()).isLessThan(before + 4 * MIB);
  }

  @Test
  void twoHundredBatchSizesTakeNoMoreThanTheLastEight() {
    Model network =
        new Model(
            TensorType.f32(8, 8, 3),
            new Sequential(
                new Conv2d(16, 3), new BatchNorm(), new Relu(), new Flatten(), new Dense(10)),
            1);
    InferenceSession session = new InferenceSession(network);
    Trainer trainer = new Trainer(network, new SoftmaxCrossEntropy(), new Sgd(0.1));
    long early = afterBatches(session, trainer, 1, 60);
    long late = afterBatches(session, trainer, 61, 200);
    // Batches are larger, so eight plans are, too.
    assertThat(late).isLessThan(6 * early + 4 * MIB);
    assertThat(trainer.plan(200)).isSameAs(trainer.plan(200));
  }

  @Test
  void measuringInManyBatchSizesKeepsNoPlanOfEach() {
    int examples = 240;
    TableDataset data =
        TableDataset.classification(
            Shape.of(256),
            new float[examples * 256],
            IntStream.range(0, examples).map(i -> i % 4).toArray(),
            List.of("a", "b", "c", "d"));
    Model network = model(new Dense(4));
    Predictor predictor = new Predictor(network);
    long before = settled();
    for (int batch = 41; batch <= 240; batch++) {
      predictor.evaluate(
          data, new Batching(batch), new SoftmaxCrossEntropy(), List.of(new Accuracy()));
    }
    assertThat(settled() - before).isLessThan(24 * MIB);
  }

  @Test
  void growingLengthsOfSequencesLeaveNothing() {
    long before = settled();
    for (int length = 10; length <= 200; length += 10) {
      Model recurrent = new Model(TensorType.f32(length, 16), new Lstm(32), 1);
      new InferenceSession(recurrent).predict(Tensor.zeros(TensorType.f32(8, length, 16)));
    }
    assertThat(settled() - before).isLessThan(4 * MIB);
  }

  @Test
  void aTensorInAGraphHasNoMoreElementsThanAnIntCounts() {
    assertThatThrownBy(() -> new Input("images", TensorType.f32(1 << 20, 1 << 12)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "input 'images' f32[1048576,4096] has 4294967296 elements, and a tensor in a graph at"
                + " most 2147483647; take a smaller batch or smaller layers");
    Input column = new Input("column", TensorType.f32(1 << 20, 1));
    Input row = new Input("row", TensorType.f32(1, 1 << 12));
    assertThatThrownBy(() -> Ops.add(column, row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "add: result f32[1048576,4096] has 4294967296 elements, and a tensor in a graph at most"
                + " 2147483647; take a smaller batch or smaller layers");
  }

  @Test
  void aLayerOfUncountableSizeIsNamed() {
    Lstm wide = new Lstm(1 << 30);
    String sizes =
        "with inputs f32[1,5,3], a size would be more than 2147483647; take smaller sizes";
    assertThatThrownBy(() -> new Model(TensorType.f32(5, 3), wide, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lstm: " + sizes);
    assertThatThrownBy(() -> new Model(TensorType.f32(5, 3), new Sequential(wide), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lstm 'lstm1': " + sizes);
  }

  /** Live bytes once all garbage is gone: a refusal has it collected at the next allocation. */
  private static long settled() {
    assertThatThrownBy(() -> NativeMemory.allocate(Long.MAX_VALUE))
        .isInstanceOf(InsufficientMemoryException.class);
    NativeMemory.allocate(1);
    return NativeMemory.liveBytes();
  }

  private static void allow(long mebibytes) {
    NativeMemory.setLimit(settled() + mebibytes * MIB);
  }

  private static long afterBatches(InferenceSession session, Trainer trainer, int first, int last) {
    long before = settled();
    for (int batch = first; batch <= last; batch++) {
      session.predict(Tensor.zeros(TensorType.f32(batch, 8, 8, 3)));
      trainer.plan(batch);
    }
    return settled() - before;
  }

  private static Model model(dev.ranvier.nn.Layer... layers) {
    return new Model(TensorType.f32(256), new Sequential(List.of(layers)), 1);
  }
}
