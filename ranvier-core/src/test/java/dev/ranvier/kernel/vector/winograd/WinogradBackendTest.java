package dev.ranvier.kernel.vector.winograd;

import static dev.ranvier.tensor.TensorType.f32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ranvier.exec.JavaWorkers;
import dev.ranvier.exec.KernelAgreement;
import dev.ranvier.kernel.vector.NeedsVectorApi;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.Elementwise;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.OpExample;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.ReluOp;
import dev.ranvier.op.TanhOp;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Winograd's convolutions against the definitions, and which convolutions they can compute. */
@NeedsVectorApi
class WinogradBackendTest {
  private static final long SEED = 20_260_102;

  /** Of the greatest value; a sum over all channels and, by the filter, over all pixels. */
  private static final double TOLERANCE = 1e-5;

  private static final Padding UNEVEN = new Padding(0, 2, 1, 0);

  private static WinogradBackend backend(int threads) {
    return new WinogradBackend(new JavaWorkers(threads));
  }

  /** Whole tiles and cut ones, every padding, few panels and many, one image and several. */
  private static List<OpExample> examples() {
    List<OpExample> examples = new ArrayList<>();
    convolutions(examples, Padding.of(1), Shape.of(3, 16, 16, 64), 64);
    convolutions(examples, Padding.of(1), Shape.of(1, 23, 25, 32), 48);
    convolutions(examples, Padding.of(0), Shape.of(2, 17, 18, 48), 32);
    convolutions(examples, Padding.of(2), Shape.of(2, 14, 13, 80), 96);
    convolutions(examples, UNEVEN, Shape.of(2, 15, 16, 32), 144);
    convolutions(examples, Padding.of(1), Shape.of(35, 4, 4, 144), 32);
    convolutions(examples, Padding.of(1), Shape.of(40, 3, 3, 32), 80);
    convolutions(examples, Padding.of(1), Shape.of(8, 8, 8, 272), 256);
    convolutions(examples, Padding.of(1), Shape.of(33, 3, 3, 512), 208);
    lowConvolutions(examples, Padding.of(1), Shape.of(8, 16, 16, 64), 48);
    lowConvolutions(examples, UNEVEN, Shape.of(25, 7, 6, 32), 80);
    return examples;
  }

  /** Images, results and their gradients in bf16. */
  private static void lowConvolutions(
      List<OpExample> examples, Padding padding, Shape images, int filters) {
    List<OpExample> wide = new ArrayList<>();
    convolutions(wide, padding, images, filters);
    for (OpExample example : wide) {
      boolean ofFilter = example.op() instanceof Convolution2dFilterGradientOp;
      List<TensorType> inputs = new ArrayList<>(example.inputs());
      inputs.set(0, inputs.get(0).withDType(DType.BF16));
      if (ofFilter) {
        inputs.set(1, inputs.get(1).withDType(DType.BF16));
      }
      DType result = ofFilter ? DType.F32 : DType.BF16;
      examples.add(
          OpExample.of(
              new LowPrecisionOp(example.op(), List.of(result)),
              inputs.toArray(TensorType[]::new)));
    }
  }

  private static void convolutions(
      List<OpExample> examples, Padding padding, Shape images, int filters) {
    Convolution2dOp op = new Convolution2dOp(Pair.ONE, padding, Pair.ONE, 1);
    TensorType x = f32(images.toArray());
    TensorType w = f32(3, 3, images.size(3), filters);
    TensorType y = op.infer(List.of(x, w)).getFirst();
    examples.add(OpExample.of(op, x, w));
    examples.add(OpExample.of(new BiasedOp(op, Optional.empty()), x, w, f32(filters)));
    examples.add(OpExample.of(new BiasedOp(op, Optional.of(new ReluOp())), x, w, f32(filters)));
    examples.add(
        OpExample.of(
            new Convolution2dInputGradientOp(Pair.ONE, padding, Pair.ONE, 1, images), y, w));
    examples.add(
        OpExample.of(
            new Convolution2dFilterGradientOp(Pair.ONE, padding, Pair.ONE, 1, w.shape()), x, y));
  }

  @TestFactory
  Stream<DynamicTest> kernelsAgreeWithTheDefinitions() {
    KernelAgreement agreement = new KernelAgreement(List.of(backend(2)), TOLERANCE);
    return examples().stream()
        .map(example -> dynamicTest(example.toString(), () -> agreement.check(example, SEED)));
  }

  @TestFactory
  Stream<DynamicTest> threadsDoNotChangeABit() {
    KernelAgreement agreement =
        new KernelAgreement(List.of(backend(1), backend(2), backend(5), backend(8)), TOLERANCE);
    return examples().stream()
        .map(
            example ->
                dynamicTest(example.toString(), () -> agreement.checkSameBits(example, SEED)));
  }

  @Test
  void takesWhatItCanComputeAndNothingElse() {
    Shape images = Shape.of(8, 16, 16, 64);
    assertThat(taken(new Convolution2dOp(Pair.ONE, Padding.of(1), Pair.ONE, 1), images, 3, 64))
        .isTrue();
    assertThat(taken(new Convolution2dOp(Pair.of(2), Padding.of(1), Pair.ONE, 1), images, 3, 64))
        .as("stride")
        .isFalse();
    assertThat(taken(new Convolution2dOp(Pair.ONE, Padding.of(2), Pair.of(2), 1), images, 3, 64))
        .as("dilation")
        .isFalse();
    assertThat(taken(new Convolution2dOp(Pair.ONE, Padding.of(1), Pair.ONE, 2), images, 3, 64))
        .as("groups")
        .isFalse();
    assertThat(taken(new Convolution2dOp(Pair.ONE, Padding.of(2), Pair.ONE, 1), images, 5, 64))
        .as("window")
        .isFalse();
    assertThat(taken(new Convolution2dOp(Pair.ONE, Padding.of(3), Pair.ONE, 1), images, 3, 64))
        .as("padding")
        .isFalse();
    Convolution2dOp same = new Convolution2dOp(Pair.ONE, Padding.of(1), Pair.ONE, 1);
    assertThat(taken(same, images, 3, 72)).as("filters that no vector divides").isFalse();
    assertThat(taken(same, Shape.of(8, 16, 16, 72), 3, 64)).as("channels, too").isFalse();
  }

  private static boolean taken(Convolution2dOp op, Shape images, int window, int filters) {
    TensorType w = f32(window, window, images.size(3) / op.groups(), filters);
    OpExample example = OpExample.of(op, f32(images.toArray()), w);
    return KernelAgreement.kernel(backend(1), example).isPresent();
  }

  @Test
  void activationsOtherThanReluAreLeftToOthers() {
    Convolution2dOp op = new Convolution2dOp(Pair.ONE, Padding.of(1), Pair.ONE, 1);
    Optional<Elementwise> tanh = Optional.of(new TanhOp());
    OpExample example =
        OpExample.of(new BiasedOp(op, tanh), f32(8, 16, 16, 64), f32(3, 3, 64, 64), f32(64));
    assertThat(KernelAgreement.kernel(backend(1), example)).isEmpty();
  }
}
