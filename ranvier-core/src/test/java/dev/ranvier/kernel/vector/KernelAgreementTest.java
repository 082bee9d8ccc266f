package dev.ranvier.kernel.vector;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.tensor.TensorType.f32;
import static dev.ranvier.tensor.TensorType.i32;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ranvier.exec.JavaWorkers;
import dev.ranvier.exec.KernelAgreement;
import dev.ranvier.kernel.vector.loop.InterpretedLoop;
import dev.ranvier.kernel.vector.loop.LoopCompiler;
import dev.ranvier.kernel.vector.loop.LoopForm;
import dev.ranvier.kernel.vector.loop.LoopTiling;
import dev.ranvier.kernel.vector.loop.Loops;
import dev.ranvier.kernel.vector.loop.Lowering;
import dev.ranvier.kernel.vector.loop.PresentForms;
import dev.ranvier.kernel.vector.pool.PoolingWarmUp;
import dev.ranvier.op.AbsoluteOp;
import dev.ranvier.op.AddOp;
import dev.ranvier.op.ArgMaxOp;
import dev.ranvier.op.BatchMatMulOp;
import dev.ranvier.op.BroadcastToOp;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.ConcatenateOp;
import dev.ranvier.op.DivideOp;
import dev.ranvier.op.Elementwise;
import dev.ranvier.op.ErfOp;
import dev.ranvier.op.ExponentialOp;
import dev.ranvier.op.FusedOp;
import dev.ranvier.op.GatherOp;
import dev.ranvier.op.LogarithmOp;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.MaxOp;
import dev.ranvier.op.MultiplyOp;
import dev.ranvier.op.OneHotOp;
import dev.ranvier.op.OpExample;
import dev.ranvier.op.Outcome;
import dev.ranvier.op.PadOp;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.PowerOp;
import dev.ranvier.op.ScatterAddOp;
import dev.ranvier.op.SigmoidOp;
import dev.ranvier.op.SliceOp;
import dev.ranvier.op.SplitOp;
import dev.ranvier.op.SumOp;
import dev.ranvier.op.TanhOp;
import dev.ranvier.op.TransposeOp;
import dev.ranvier.op.UniformOp;
import dev.ranvier.op.conv.AveragePool2dGradientOp;
import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.op.conv.MaxPool2dGradientOp;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.op.normalization.LogSoftmaxOp;
import dev.ranvier.op.normalization.SoftmaxGradientOp;
import dev.ranvier.op.normalization.SoftmaxOp;
import dev.ranvier.op.scalar.BinaryFunction;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.Fold;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.op.scalar.UnaryFunction;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every kernel of this backend against its op's definition, in every form it can take here. */
class KernelAgreementTest {
  private static final long SEED = 20_260_101;
  private static final double TOLERANCE = 3e-6;
  private static final int[] SMALL = {1, 7, 8, 9, 15, 16, 17, 1000};
  private static final int[] LARGE = {LoopTiling.SERIAL_ELEMENTS + 1};

  /** Else the vector loops of pooling would run only by chance; the plain form tests the others. */
  @BeforeAll
  static void compilePooling() throws InterruptedException {
    if (!LoopForm.isPresent()) {
      return;
    }
    for (DType dtype : List.of(DType.F32, DType.BF16)) {
      for (PoolingWarmUp loop :
          List.of(
              PoolingWarmUp.max(dtype),
              PoolingWarmUp.spread(dtype),
              PoolingWarmUp.collect(dtype))) {
        while (!loop.isDone()) {
          loop.called();
          Thread.sleep(1);
        }
      }
    }
  }

  /** Generated loops of vectors, generated loops of elements, blocks, and their succession. */
  private static List<VectorBackend> backends(int threads) {
    return PresentForms.all().stream().flatMap(form -> backends(form, threads).stream()).toList();
  }

  private static List<VectorBackend> backends(LoopForm form, int threads) {
    JavaWorkers workers = new JavaWorkers(threads);
    return Stream.of(
            new Loops(form, key -> LoopCompiler.compile(key).orElseThrow()),
            new Loops(form, key -> new InterpretedLoop(Lowering.of(key))),
            Loops.adaptive(form))
        .map(loops -> new VectorBackend(workers, loops))
        .toList();
  }

  /** One line a kernel, more where its cases differ. */
  private static List<OpExample> examples() {
    List<OpExample> examples = new ArrayList<>();
    IntStream.of(SMALL).forEach(n -> sized(examples, n, 37));
    IntStream.of(LARGE).forEach(n -> sized(examples, n, 2));
    for (DType dtype : List.of(DType.F32, DType.BF16)) {
      movements(examples, dtype);
    }
    for (int channels : new int[] {1, 3, 8, 33, 100, 1100}) {
      reductions(examples, Shape.of(70, 5, channels), List.of(0, 1));
      reductions(examples, Shape.of(40000 / channels, channels), List.of(0));
      reductions(examples, Shape.of(9, 70, channels), List.of(1));
      reductions(examples, Shape.of(5, 40, channels), List.of(0));
      reductions(examples, Shape.of(70, channels), List.of(1));
      reductions(examples, Shape.of(7, 70, channels), List.of(0, 2));
      reductions(examples, Shape.of(3, 4, channels), List.of(0, 1, 2));
    }
    reductions(examples, Shape.of(3, 50000), List.of(1));
    reductions(examples, Shape.of(3, 50000), List.of(0));
    reductions(examples, Shape.of(150000), List.of(0));
    reductions(examples, Shape.of(1, 6, 1), List.of(0));
    examples.add(OpExample.of(new AddOp(), f32(9, 1, 17), f32(8, 1)));
    examples.add(OpExample.of(new AddOp(), f32(5, 8, 1), i32(3, 1, 1, 17)));
    for (int channels : new int[] {1, 3, 8, 13, 32}) {
      for (Pair window : List.of(Pair.of(2), Pair.of(3), new Pair(3, 1))) {
        for (int stride = 1; stride <= 4; stride++) {
          Padding padding = window.columns() > 1 ? new Padding(1, 0, 0, 1) : Padding.NONE;
          poolings(examples, new MaxPool2dOp(window, Pair.of(stride), padding), channels);
        }
      }
    }
    for (int n : new int[] {1, 10, 16, 33, 70}) {
      for (int m : new int[] {1, 5, 40}) {
        examples.add(OpExample.of(new MatMulOp(false, false), f32(m, 150), f32(150, n)));
        examples.add(OpExample.of(new MatMulOp(false, true), f32(m, 17), f32(n, 17)));
        examples.add(OpExample.of(new MatMulOp(true, false), f32(9, m), f32(9, n)));
        examples.add(OpExample.of(new MatMulOp(true, true), f32(130, m), f32(n, 130)));
      }
    }
    examples.add(
        OpExample.of(new BatchMatMulOp(false, false), f32(3, 2, 40, 17), f32(3, 2, 17, 70)));
    examples.add(OpExample.of(new BatchMatMulOp(false, true), f32(6, 40, 150), f32(6, 33, 150)));
    examples.add(OpExample.of(new BatchMatMulOp(true, false), f32(6, 9, 5), f32(6, 9, 33)));
    examples.add(OpExample.of(new BatchMatMulOp(true, true), f32(6, 9, 5), f32(6, 33, 9)));
    for (int axis : new int[] {0, 1, 2}) {
      examples.add(OpExample.of(new GatherOp(axis), f32(17, 9, 33), i32(40, 3)).within(-2, 35));
    }
    examples.add(OpExample.of(new ScatterAddOp(0, 50), f32(400, 100), i32(400)).within(-2, 52));
    examples.add(OpExample.of(new ScatterAddOp(1, 5), f32(7, 40, 3, 33), i32(40, 3)).within(-2, 9));
    Padding uneven = new Padding(1, 0, 2, 1);
    for (int groups : new int[] {1, 2}) {
      for (int stride = 1; stride <= 3; stride++) {
        for (int dilation = 1; dilation <= 2; dilation++) {
          Pair steps = new Pair(stride, 1 + stride % 2);
          convolutions(examples, new Convolution2dOp(steps, uneven, Pair.of(dilation), groups));
        }
      }
    }
    for (boolean countPadding : new boolean[] {false, true}) {
      for (int stride = 1; stride <= 4; stride++) {
        averages(examples, stride, countPadding);
      }
    }
    return examples;
  }

  private static void movements(List<OpExample> examples, DType dtype) {
    TensorType deep = f32(3, 5, 33, 9).withDType(dtype);
    TensorType x = f32(6, 33, 9).withDType(dtype);
    TensorType part = f32(40, 3, 9).withDType(dtype);
    examples.add(OpExample.of(new TransposeOp(List.of(0, 2, 1, 3)), deep));
    examples.add(OpExample.of(new TransposeOp(List.of(3, 1, 2, 0)), deep));
    examples.add(OpExample.of(new TransposeOp(List.of(2, 1, 0)), x));
    examples.add(OpExample.of(new SliceOp(List.of(1, 0, 2), List.of(4, 33, 5)), x));
    examples.add(OpExample.of(new PadOp(List.of(0, 2, 1), List.of(1, 0, 3)), x));
    examples.add(OpExample.of(new SplitOp(1, 5), f32(40, 30, 9).withDType(dtype)));
    examples.add(OpExample.of(new SplitOp(0, 4), f32(40, 33).withDType(dtype)));
    examples.add(OpExample.of(new ConcatenateOp(1), part, f32(40, 30, 9).withDType(dtype)));
  }

  /**
   * What the gradient of a batch normalization with a mask sums up, over any axes: sums and a
   * maximum of expressions of full operands and one for each channel, the expressions themselves
   * stored too.
   */
  private static void reductions(List<OpExample> examples, Shape shape, List<Integer> axes) {
    Expression masked =
        Expression.select(argument(0).greaterThan(constant(0)), argument(1), constant(0));
    Expression centred = argument(2).minus(argument(3));
    ScalarProgram program =
        ScalarProgram.of(
            4, List.of(masked, masked, masked.times(centred.squared()), centred.squared(), masked));
    for (DType dtype : List.of(DType.F32, DType.BF16)) {
      FusedOp fused =
          new FusedOp(
              shape,
              program,
              List.of(
                  new Outcome.Reduced(Fold.SUM, axes),
                  new Outcome.Stored(dtype),
                  new Outcome.Reduced(Fold.SUM, axes),
                  new Outcome.Stored(DType.F32),
                  new Outcome.Reduced(Fold.MAX, axes)));
      TensorType full = new TensorType(dtype, shape);
      TensorType channels = f32(shape.size(-1));
      examples.add(OpExample.of(fused, full, full, full, channels).within(-1, 2));
    }
  }

  private static void convolutions(List<OpExample> examples, Convolution2dOp op) {
    Shape images = Shape.of(2, 9, 8, 6);
    Shape filter = Shape.of(3, 2, 6 / op.groups(), 20);
    TensorType x = f32(images.toArray());
    TensorType w = f32(filter.toArray());
    TensorType y = op.infer(List.of(x, w)).getFirst();
    examples.add(OpExample.of(op, x, w));
    examples.add(
        OpExample.of(
            new Convolution2dInputGradientOp(
                op.stride(), op.padding(), op.dilation(), op.groups(), images),
            y,
            w));
    examples.add(
        OpExample.of(
            new Convolution2dFilterGradientOp(
                op.stride(), op.padding(), op.dilation(), op.groups(), filter),
            x,
            y));
  }

  private static void averages(List<OpExample> examples, int stride, boolean countPadding) {
    Padding padding = new Padding(1, 2, 0, 1);
    Shape images = Shape.of(2, 7, 9, 11);
    AveragePool2dOp op = new AveragePool2dOp(Pair.of(3), Pair.of(stride), padding, countPadding);
    TensorType y = op.infer(List.of(f32(images.toArray()))).getFirst();
    examples.add(OpExample.of(op, f32(images.toArray())));
    examples.add(
        OpExample.of(
            new AveragePool2dGradientOp(op.window(), op.stride(), padding, countPadding, images),
            y));
  }

  private static void sized(List<OpExample> examples, int n, int rows) {
    examples.add(OpExample.of(new AbsoluteOp(), f32(n)));
    examples.add(OpExample.of(new CastOp(DType.BF16), f32(n)));
    examples.add(OpExample.of(new CastOp(DType.F32), bf16(n)));
    examples.add(OpExample.of(new CastOp(DType.F32), i32(n)).within(-9, 1e6));
    examples.add(OpExample.of(new AddOp(), bf16(3, n), bf16(n)));
    examples.add(OpExample.of(new MultiplyOp(), bf16(n, 3), bf16(n, 1)));
    examples.add(OpExample.of(new ExponentialOp(), f32(n)).within(-5, 5));
    examples.add(OpExample.of(new ErfOp(), f32(n)).within(-5, 5));
    examples.add(OpExample.of(new LogarithmOp(), f32(n)).within(0.01, 9));
    examples.add(OpExample.of(new TanhOp(), f32(n)).within(-4, 4));
    examples.add(OpExample.of(new SigmoidOp(), f32(n)).within(-9, 9));
    examples.add(OpExample.of(new PowerOp(), f32(n), f32()).within(0.5, 2));
    examples.add(OpExample.of(new PowerOp(), f32(n), f32(n)).within(0, 9));
    examples.add(OpExample.of(powers(Shape.of(n)), f32(n)).within(0.01, 50));
    examples.add(OpExample.of(new AddOp(), f32(n), f32(1)));
    examples.add(OpExample.of(new MultiplyOp(), f32(3, n), f32(n)));
    examples.add(OpExample.of(new DivideOp(), f32(n, 3), f32(n, 1)).within(0.5, 2));
    examples.add(OpExample.of(adam(Shape.of(n)), f32(n), f32(n), f32(n), f32(), f32()));
    examples.add(OpExample.of(dropout(Shape.of(n)), f32(n), i32(), f32()).within(1, 9));
    examples.add(OpExample.of(new UniformOp(Shape.of(n)), i32()).within(1, 1e9));
    examples.add(OpExample.of(new SumOp(List.of(0)), f32(n)).within(-1, 2));
    examples.add(OpExample.of(new MaxOp(List.of(0)), f32(n)));
    examples.add(OpExample.of(new SumOp(List.of(0)), f32(rows, n)).within(-1, 2));
    examples.add(OpExample.of(new SumOp(List.of(1)), f32(rows, n)).within(-1, 2));
    examples.add(OpExample.of(new SumOp(List.of(0, 1)), f32(n, 2, 10)).within(-1, 2));
    examples.add(OpExample.of(new MaxOp(List.of(1)), f32(2, n, 10)));
    examples.add(OpExample.of(new SoftmaxOp(), f32(rows, n)));
    examples.add(OpExample.of(new SoftmaxGradientOp(), f32(rows, n), f32(rows, n)));
    examples.add(OpExample.of(new LogSoftmaxOp(), f32(n, 10)));
    examples.add(OpExample.of(new ArgMaxOp(), f32(rows, n)));
    examples.add(OpExample.of(new OneHotOp(10), i32(n)).within(-1, 11));
    examples.add(OpExample.of(new TransposeOp(List.of(1, 0)), f32(n, 19)));
    examples.add(OpExample.of(new TransposeOp(List.of(1, 0)), f32(3, n)));
    examples.add(OpExample.of(new BroadcastToOp(Shape.of(3, n)), f32(n)));
  }

  private static void poolings(List<OpExample> examples, MaxPool2dOp op, int channels) {
    Shape images = Shape.of(3, 13, 11, channels);
    Shape results = op.infer(List.of(f32(3, 13, 11, channels))).getFirst().shape();
    MaxPool2dGradientOp gradient =
        new MaxPool2dGradientOp(op.window(), op.stride(), op.padding(), images);
    int cells = op.window().rows() * op.window().columns();
    TensorType winners = i32(results.toArray());
    examples.add(OpExample.of(op, f32(images.toArray())));
    examples.add(OpExample.of(op.withoutSaved(), f32(images.toArray())));
    examples.add(OpExample.of(gradient, winners, f32(results.toArray())).within(0, cells));
    examples.add(
        OpExample.of(
            new LowPrecisionOp(op, List.of(DType.BF16, DType.I32)), bf16(images.toArray())));
    examples.add(
        OpExample.of(
            new LowPrecisionOp(op.withoutSaved(), List.of(DType.BF16)), bf16(images.toArray())));
    examples.add(
        OpExample.of(
                new LowPrecisionOp(gradient, List.of(DType.BF16)), winners, bf16(results.toArray()))
            .within(0, cells));
  }

  private static TensorType bf16(int... sizes) {
    return new TensorType(DType.BF16, Shape.of(sizes));
  }

  private static FusedOp adam(Shape shape) {
    Expression gradient = argument(0);
    Expression mean = argument(1).times(0.9).plus(gradient.times(0.1));
    Expression square = argument(2).squared().times(0.99).plus(gradient.squared().times(0.01));
    Expression correction =
        constant(1).minus(constant(0.9).apply(BinaryFunction.POWER, argument(4)));
    Expression step = argument(3).times(mean).over(square.sqrt().plus(1e-3)).over(correction);
    return FusedOp.of(shape, ScalarProgram.of(5, List.of(mean, square, gradient.minus(step))));
  }

  /** Exponents that are multiples of a quarter, computed by roots, and some that are not. */
  private static FusedOp powers(Shape shape) {
    return FusedOp.of(
        shape,
        ScalarProgram.of(
            1,
            DoubleStream.of(-3, -1.75, -1, -0.75, -0.5, 0, 0.25, 0.3, 0.5, 1, 1.5, 2, 2.75, 3, 3.25)
                .mapToObj(exponent -> argument(0).apply(BinaryFunction.POWER, constant(exponent)))
                .toList()));
  }

  private static FusedOp dropout(Shape shape) {
    Expression keep = new Expression.Random(argument(1)).lessThan(argument(2).times(0.1));
    Expression kept = Expression.select(keep, argument(0).over(argument(2)), constant(0));
    Expression whole = argument(0).apply(UnaryFunction.FLOOR).max(argument(2));
    return FusedOp.of(shape, ScalarProgram.of(3, List.of(kept, whole.min(constant(5)))));
  }

  @TestFactory
  Stream<DynamicTest> kernelsAgreeWithTheDefinitions() {
    KernelAgreement agreement = new KernelAgreement(backends(2), TOLERANCE);
    return examples().stream()
        .map(example -> dynamicTest(example.toString(), () -> agreement.check(example, SEED)));
  }

  /** The order of sums follows the form; all else is the same. */
  @TestFactory
  Stream<DynamicTest> formsOfLoopsDoNotChangeABit() {
    KernelAgreement agreement = new KernelAgreement(backends(1), TOLERANCE);
    return examples().stream()
        .filter(KernelAgreementTest::isElementwiseOrMaxPool)
        .map(
            example ->
                dynamicTest(example.toString(), () -> agreement.checkSameBits(example, SEED)));
  }

  private static boolean isElementwiseOrMaxPool(OpExample example) {
    return switch (example.op()) {
      case Elementwise _, CastOp _, MaxPool2dOp _, MaxPool2dGradientOp _, LowPrecisionOp _ -> true;
      case FusedOp op ->
          op.outcomes().stream().allMatch(outcome -> outcome instanceof Outcome.Stored);
      default -> false;
    };
  }

  /** Whether compiled, as blocks or first one, then the other. */
  @TestFactory
  Stream<DynamicTest> stagesOfLoopsDoNotChangeABit() {
    List<KernelAgreement> forms =
        PresentForms.all().stream()
            .map(form -> new KernelAgreement(backends(form, 1), TOLERANCE))
            .toList();
    return examples().stream()
        .filter(example -> example.op() instanceof FusedOp)
        .map(
            example ->
                dynamicTest(
                    example.toString(),
                    () -> forms.forEach(form -> form.checkSameBits(example, SEED))));
  }

  @TestFactory
  Stream<DynamicTest> threadsDoNotChangeABit() {
    List<KernelAgreement> pairs = new ArrayList<>();
    List<VectorBackend> one = backends(1);
    List<VectorBackend> three = backends(3);
    for (int i = 0; i < one.size(); i++) {
      pairs.add(new KernelAgreement(List.of(one.get(i), three.get(i)), TOLERANCE));
    }
    return examples().stream()
        .map(
            example ->
                dynamicTest(
                    example.toString(),
                    () -> pairs.forEach(pair -> pair.checkSameBits(example, SEED))));
  }
}
