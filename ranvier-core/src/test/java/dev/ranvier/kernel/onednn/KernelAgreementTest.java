package dev.ranvier.kernel.onednn;

import static dev.ranvier.tensor.TensorType.f32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.KernelAgreement;
import dev.ranvier.exec.Processor.InstructionSet;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Op;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.kernel.onednn.conv.Im2colBackwardWeightsKernel;
import dev.ranvier.kernel.onednn.conv.Im2rowBackwardWeights;
import dev.ranvier.kernel.onednn.conv.TapGemmConvolution;
import dev.ranvier.kernel.onednn.conv.TapGemmKernel;
import dev.ranvier.kernel.onednn.primitive.Implementation;
import dev.ranvier.kernel.onednn.primitive.Implementation.Threads;
import dev.ranvier.kernel.vector.packing.Im2col;
import dev.ranvier.op.BatchMatMulOp;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.BiasedResidualOp;
import dev.ranvier.op.Elementwise;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.OpExample;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.ReluOp;
import dev.ranvier.op.SigmoidOp;
import dev.ranvier.op.TanhOp;
import dev.ranvier.op.conv.AveragePool2dGradientOp;
import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.op.normalization.SoftmaxGradientOp;
import dev.ranvier.op.normalization.SoftmaxOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every kernel of this backend against its op's definition, at sizes around the vector width. */
@NeedsOneDnn
class KernelAgreementTest {
  private static final OneDnnBackend BACKEND = new OneDnnBackend(OneDnnBackend.processor(), false);
  private static final boolean HAS_BF16 =
      OneDnnBackend.processor().instructions().has(InstructionSet.AVX512_BF16);

  private static final double TOLERANCE = 2e-5;

  private final List<OpExample> examples = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> kernelsAgreeWithTheDefinitions() {
    for (int size : new int[] {1, 7, 8, 9, 16, 33}) {
      products(size);
      images(size);
    }
    productsByRows();
    KernelAgreement agreement = new KernelAgreement(List.of(BACKEND), TOLERANCE);
    return examples.stream()
        .map(example -> dynamicTest(example.toString(), () -> agreement.check(example, 11)));
  }

  /** Results may be off by what rounding the weights and the result to bf16 changes. */
  @TestFactory
  Stream<DynamicTest> kernelsAgreeWithTheDefinitionsInBf16() {
    assumeThat(HAS_BF16).as("the processor has bf16").isTrue();
    for (int size : new int[] {1, 8, 16, 33}) {
      products(size);
      images(size);
    }
    productsByRows();
    patches(Pair.of(2), Padding.of(1), Shape.of(3, 9, 10, 64), Shape.of(3, 5, 5, 80));
    patches(Pair.ONE, Padding.of(1), Shape.of(5, 2, 2, 64), Shape.of(5, 2, 2, 64));
    patches(new Pair(3, 2), new Padding(0, 2, 1, 0), Shape.of(2, 7, 8, 96), Shape.of(2, 2, 4, 64));
    KernelAgreement agreement = new KernelAgreement(List.of(BACKEND), 1.0 / 32);
    return examples.stream()
        .filter(
            example ->
                !(example.op() instanceof SoftmaxOp)
                    && !(example.op() instanceof SoftmaxGradientOp))
        .flatMap(KernelAgreementTest::lowered)
        .map(example -> dynamicTest(example.toString(), () -> agreement.check(example, 11)));
  }

  /** Gradients by filters as products of patches, on processors too where that is not faster. */
  @TestFactory
  Stream<DynamicTest> patchProductsAgreeWithTheDefinitions() {
    assumeThat(HAS_BF16).as("the processor has bf16").isTrue();
    for (int channels : new int[] {1, 16, 33}) {
      images(channels);
    }
    return agreeing(
        "patches",
        (op, application) ->
            Im2rowBackwardWeights.of(op, application)
                .flatMap(form -> OneDnnBackend.kernelFor(form, Implementation.FIRST)));
  }

  /** Convolutions as sums of products of cells, on processors too where that is not faster. */
  @TestFactory
  Stream<DynamicTest> cellProductsAgreeWithTheDefinitions() {
    assumeThat(HAS_BF16).as("the processor has bf16").isTrue();
    for (int channels : new int[] {1, 33, 64}) {
      convolutions(new Convolution2dOp(Pair.ONE, Padding.of(1), Pair.ONE, 1), channels, 3);
      convolutions(new Convolution2dOp(Pair.ONE, Padding.NONE, Pair.ONE, 1), channels, 2);
      convolutions(
          new Convolution2dOp(new Pair(1, 2), new Padding(2, 1, 0, 3), Pair.ONE, 1), channels, 5);
      convolutions(
          new Convolution2dOp(Pair.ONE, new Padding(0, 2, 1, 4), Pair.ONE, 1), channels, 4);
    }
    Convolution2dOp halving = new Convolution2dOp(Pair.of(2), Padding.of(1), Pair.ONE, 1);
    convolutions(halving, f32(3, 8, 6, 64), f32(3, 3, 64, 32));
    convolutions(halving, f32(3, 4, 6, 16), f32(4, 4, 16, 32));
    convolutions(
        new Convolution2dOp(Pair.of(2), new Padding(0, 0, 1, 1), Pair.ONE, 1),
        f32(3, 8, 6, 32),
        f32(3, 3, 32, 48));
    Convolution2dOp leavingOut = new Convolution2dOp(Pair.of(2), Padding.NONE, Pair.ONE, 1);
    convolutions(leavingOut, f32(3, 8, 6, 32), f32(1, 1, 32, 64));
    Convolution2dOp plain = new Convolution2dOp(Pair.ONE, Padding.of(1), Pair.ONE, 1);
    convolutions(plain, f32(5, 14, 14, 16), f32(3, 3, 16, 16)); // a few images at a time
    convolutions(plain, f32(2, 2, 3, 272), f32(3, 3, 272, 320)); // a cell at a time
    return agreeing(
        "cells",
        (op, application) -> TapGemmConvolution.of(op, application).map(TapGemmKernel::new));
  }

  /** Of the examples in bf16, those that kernels of one kind can compute. */
  private Stream<DynamicTest> agreeing(
      String name, BiFunction<Op, Application, Optional<Kernel>> kernels) {
    Backend backend = new OnlyKernels(name, kernels);
    KernelAgreement agreement = new KernelAgreement(List.of(backend), 1.0 / 32);
    return examples.stream()
        .flatMap(KernelAgreementTest::lowered)
        .filter(example -> backend.kernel(application(example)).isPresent())
        .map(example -> dynamicTest(example.toString(), () -> agreement.check(example, 11)));
  }

  /** Gradients by filters as products of columns, on processors too where that is not faster. */
  @TestFactory
  Stream<DynamicTest> columnGradientsAgreeWithTheDefinitions() {
    assumeThat(HAS_BF16).as("the processor has bf16").isTrue();
    assumeThat(haveColumns()).as("the Vector API is there").isTrue();
    patches(Pair.ONE, Padding.of(1), Shape.of(3, 4, 5, 64), Shape.of(3, 4, 5, 48));
    patches(Pair.ONE, Padding.of(1), Shape.of(40, 4, 4, 32), Shape.of(40, 4, 4, 16)); // 32 and 8
    patches(Pair.ONE, Padding.of(1), Shape.of(5, 16, 16, 48), Shape.of(5, 16, 16, 7));
    patches(Pair.of(2), Padding.of(1), Shape.of(3, 8, 6, 32), Shape.of(3, 4, 3, 16));
    patches(Pair.of(2), new Padding(0, 0, 1, 1), Shape.of(2, 8, 6, 16), Shape.of(2, 4, 3, 16));
    patches(Pair.ONE, Padding.of(1), Shape.of(4, 2, 2, 512), Shape.of(4, 2, 2, 512));
    // Rows of the window share what they see: sums kept together, and in place.
    patches(Pair.ONE, Padding.of(1), Shape.of(3, 18, 32, 32), Shape.of(3, 18, 32, 16));
    patches(Pair.ONE, Padding.of(1), Shape.of(5, 4, 32, 16), Shape.of(5, 4, 32, 16)); // 4 and 1
    patches(Pair.ONE, new Padding(2, 0, 0, 2), Shape.of(2, 9, 64, 48), Shape.of(2, 9, 64, 7));
    patches(Pair.ONE, Padding.of(1), Shape.of(1, 17, 32, 256), Shape.of(1, 17, 32, 512));
    return agreeing("columns", Im2colBackwardWeightsKernel::of);
  }

  /** A thread that has just run a small kernel makes large ones for all threads. */
  @Test
  void whatTheThreadRanLastDoesNotConfineNewKernels() {
    int threads = GompWorkers.find().orElseThrow().threads();
    assumeThat(threads).as("threads").isGreaterThan(1);
    GompWorkers.confine();
    OpExample product = OpExample.of(new MatMulOp(), f32(64 * threads, 512), f32(512, 512));
    Implementation byRows = Implementation.FIRST.withThreads(Threads.BY_ROWS);
    assertThat(BACKEND.kernel(application(product), byRows).orElseThrow().describe())
        .endsWith("by rows");
  }

  private static boolean haveColumns() {
    return Im2col.arePossible(Shape.of(64, 8, 8, 64), Pair.ONE, Pair.of(8));
  }

  private static Application application(OpExample example) {
    List<Input> inputs = example.inputs().stream().map(type -> new Input("input", type)).toList();
    return Application.of(example.op(), inputs);
  }

  /** Kernels of one kind only. */
  private record OnlyKernels(String name, BiFunction<Op, Application, Optional<Kernel>> kernels)
      implements Backend {
    @Override
    public String describe() {
      return name;
    }

    @Override
    public Optional<Kernel> kernel(Application application) {
      return application.op() instanceof LowPrecisionOp(Op base, var results)
          ? kernels.apply(base, application)
          : Optional.empty();
    }
  }

  /** With the weights in bf16 or in f32, with the first result in bf16 or in f32. */
  private static Stream<OpExample> lowered(OpExample example) {
    Op op = example.op();
    boolean follower = op instanceof AveragePool2dOp || op instanceof AveragePool2dGradientOp;
    boolean filterGradient = op instanceof Convolution2dFilterGradientOp;
    List<OpExample> variants = new ArrayList<>();
    for (DType weights : follower ? List.of(DType.F32) : List.of(DType.F32, DType.BF16)) {
      for (DType result : follower ? List.of(DType.BF16) : List.of(DType.F32, DType.BF16)) {
        List<TensorType> inputs = new ArrayList<>(example.inputs());
        inputs.set(0, inputs.get(0).withDType(DType.BF16));
        if (!follower) {
          inputs.set(1, inputs.get(1).withDType(filterGradient ? DType.BF16 : weights));
        }
        List<DType> results =
            new ArrayList<>(op.infer(example.inputs()).stream().map(TensorType::dtype).toList());
        results.set(0, result);
        OpExample variant =
            OpExample.of(new LowPrecisionOp(op, results), inputs.toArray(TensorType[]::new));
        variants.add(variant.within(example.low(), example.high()));
      }
    }
    return variants.stream().distinct();
  }

  private void add(Op op, TensorType... inputs) {
    examples.add(OpExample.of(op, inputs));
  }

  /** A filter's gradient that is a product where bf16 instructions are wide but not matrices. */
  private void patches(Pair stride, Padding padding, Shape images, Shape results) {
    Shape filter = Shape.of(3, 3, images.size(3), results.size(3));
    add(
        new Convolution2dFilterGradientOp(stride, padding, Pair.ONE, 1, filter),
        f32(images.toArray()),
        f32(results.toArray()));
  }

  private void products(int size) {
    for (boolean left : new boolean[] {false, true}) {
      for (boolean right : new boolean[] {false, true}) {
        TensorType a = left ? f32(17, size) : f32(size, 17);
        TensorType b = right ? f32(12, 17) : f32(17, 12);
        add(new MatMulOp(left, right), a, b);
        add(
            new BatchMatMulOp(left, right),
            a.withShape(a.shape().insert(0, 3).insert(0, 2)),
            b.withShape(b.shape().insert(0, 3).insert(0, 2)));
      }
    }
    for (Optional<Elementwise> activation : activations()) {
      add(new BiasedOp(new MatMulOp(), activation), f32(5, size), f32(size, 10), f32(10));
      add(
          new BiasedResidualOp(new MatMulOp(), activation),
          f32(5, size),
          f32(size, 10),
          f32(10),
          f32(5, 10));
    }
    add(new MatMulOp(), f32(size, 2100), f32(2100, 70)); // a long sum, shared among threads
    add(new SoftmaxOp(), f32(6, size));
    add(new SoftmaxGradientOp(), f32(6, size), f32(6, size));
  }

  /** Products large enough for several threads, each of which takes some rows. */
  private void productsByRows() {
    for (boolean left : new boolean[] {false, true}) {
      for (boolean right : new boolean[] {false, true}) {
        add(
            new MatMulOp(left, right),
            left ? f32(100, 133) : f32(133, 100),
            right ? f32(90, 100) : f32(100, 90));
      }
    }
    add(new BiasedOp(new MatMulOp(), Optional.empty()), f32(133, 100), f32(100, 90), f32(90));
    add(
        new BiasedOp(new MatMulOp(), Optional.of(new ReluOp())),
        f32(133, 100),
        f32(100, 90),
        f32(90));
    add(
        new BiasedResidualOp(new MatMulOp(), Optional.of(new ReluOp())),
        f32(133, 100),
        f32(100, 90),
        f32(90),
        f32(133, 90));
  }

  private static List<Optional<Elementwise>> activations() {
    return List.of(
        Optional.empty(),
        Optional.of(new ReluOp()),
        Optional.of(new TanhOp()),
        Optional.of(new SigmoidOp()));
  }

  private void images(int channels) {
    convolutions(new Convolution2dOp(Pair.ONE, Padding.of(1), Pair.ONE, 1), channels, 3);
    convolutions(new Convolution2dOp(Pair.of(2), Padding.NONE, Pair.of(2), 1), channels, 3);
    convolutions(
        new Convolution2dOp(new Pair(1, 2), new Padding(2, 1, 0, 3), Pair.ONE, 1), channels, 5);
    convolutions(new Convolution2dOp(Pair.ONE, Padding.NONE, Pair.ONE, channels), channels, 3);
    TensorType x = f32(2, 9, 8, channels);
    for (boolean countPadding : new boolean[] {false, true}) {
      AveragePool2dOp pool =
          new AveragePool2dOp(Pair.of(3), Pair.of(2), Padding.of(1), countPadding);
      add(pool, x);
      add(
          new AveragePool2dGradientOp(
              pool.window(), pool.stride(), pool.padding(), countPadding, x.shape()),
          pool.infer(List.of(x)).getFirst());
    }
  }

  private void convolutions(Convolution2dOp op, int channels, int window) {
    int filters = op.groups() == 1 ? 16 : channels;
    convolutions(op, f32(2, 9, 8, channels), f32(window, window, channels / op.groups(), filters));
  }

  private void convolutions(Convolution2dOp op, TensorType x, TensorType w) {
    int filters = w.shape().size(3);
    TensorType y = op.infer(List.of(x, w)).getFirst();
    add(op, x, w);
    add(new BiasedOp(op, Optional.of(new ReluOp())), x, w, f32(filters));
    add(new BiasedResidualOp(op, Optional.of(new ReluOp())), x, w, f32(filters), y);
    add(
        new Convolution2dInputGradientOp(
            op.stride(), op.padding(), op.dilation(), op.groups(), x.shape()),
        y,
        w);
    add(
        new Convolution2dFilterGradientOp(
            op.stride(), op.padding(), op.dilation(), op.groups(), w.shape()),
        x,
        y);
  }
}
