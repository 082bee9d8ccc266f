package dev.ranvier.kernel;

import static dev.ranvier.exec.Processor.InstructionSet.AMX;
import static dev.ranvier.exec.Processor.InstructionSet.AVX2;
import static dev.ranvier.exec.Processor.InstructionSet.AVX512;
import static dev.ranvier.exec.Processor.InstructionSet.AVX512_BF16;
import static dev.ranvier.exec.Processor.InstructionSet.OTHER;
import static dev.ranvier.kernel.Machine.Family.ONEDNN;
import static dev.ranvier.kernel.Machine.Family.VECTOR_API;
import static dev.ranvier.kernel.Machine.Family.WINOGRAD;
import static dev.ranvier.tensor.TensorType.f32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ranvier.exec.Backend.Choice;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.JavaWorkers;
import dev.ranvier.exec.Plan;
import dev.ranvier.exec.Processor;
import dev.ranvier.exec.Processor.InstructionSet;
import dev.ranvier.exec.Profile;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Op;
import dev.ranvier.kernel.Machine.Family;
import dev.ranvier.kernel.vector.NeedsVectorApi;
import dev.ranvier.op.BatchMatMulOp;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.BiasedResidualOp;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.ReluOp;
import dev.ranvier.op.TanhOp;
import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.op.normalization.SoftmaxOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which row each table takes, on processors that need not be there. */
@NeedsVectorApi
class KernelTablesTest {
  private static final Set<Family> ALL = Set.of(Family.values());

  /** Of an application on a machine, the row that is expected. */
  private record Case(String name, Machine machine, Application application, String row) {}

  private final List<Case> cases = new ArrayList<>();

  private static Machine machine(InstructionSet instructions, Set<Family> families) {
    return new Machine(new Processor(instructions, 2), families, 2);
  }

  private void expect(
      String row, InstructionSet instructions, Set<Family> families, Application application) {
    String name = row + " on " + instructions + " with " + families + ": " + application.op();
    cases.add(new Case(name, machine(instructions, families), application, row));
  }

  private void expect(String row, InstructionSet instructions, Application application) {
    expect(row, instructions, ALL, application);
  }

  /** A convolution of some square images, and what is to be done with it. */
  private record Layer(int batch, int size, int in, int out, int window, int stride) {
    Convolution2dOp op() {
      return new Convolution2dOp(Pair.of(stride), Padding.of(window / 2), Pair.ONE, 1);
    }

    TensorType images() {
      return f32(batch, size, size, in);
    }

    TensorType filter() {
      return f32(window, window, in, out);
    }

    TensorType results() {
      return op().infer(List.of(images(), filter())).getFirst();
    }

    Application forward() {
      return application(op(), images(), filter());
    }

    Application byData() {
      Convolution2dOp op = op();
      return application(
          new Convolution2dInputGradientOp(
              op.stride(), op.padding(), op.dilation(), 1, images().shape()),
          results(),
          filter());
    }

    Application byWeights() {
      Convolution2dOp op = op();
      return application(
          new Convolution2dFilterGradientOp(
              op.stride(), op.padding(), op.dilation(), 1, filter().shape()),
          images(),
          results());
    }

    Layer withStride(int other) {
      return new Layer(batch, size, in, out, window, other);
    }
  }

  private static Layer layer(int batch, int size, int in, int out, int window) {
    return new Layer(batch, size, in, out, window, 1);
  }

  private static Application application(Op op, TensorType... types) {
    return Application.of(op, Stream.of(types).map(type -> new Input("input", type)).toList());
  }

  /** The same with operands in bf16, but for the second one of a convolution: its filter. */
  private static Application low(Application wide) {
    boolean ofWeights = wide.op() instanceof Convolution2dFilterGradientOp;
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < wide.inputs().size(); i++) {
      TensorType type = wide.inputs().get(i).type();
      inputs.add(new Input("input", i == 0 || ofWeights ? type.withDType(DType.BF16) : type));
    }
    List<DType> results =
        wide.results().stream()
            .map(result -> result.dtype() == DType.F32 ? DType.BF16 : result.dtype())
            .toList();
    return Application.of(
        new LowPrecisionOp(wide.op(), ofWeights ? List.of(DType.F32) : results), inputs);
  }

  private static String row(Machine machine, Application application) {
    return ConvolutionProblem.of(application)
        .map(problem -> first(ConvolutionTable.ROWS, problem, machine))
        .or(
            () ->
                MatMulProblem.of(application)
                    .map(problem -> first(MatMulTable.ROWS, problem, machine)))
        .or(
            () ->
                PoolingProblem.of(application)
                    .map(problem -> first(PoolingTable.ROWS, problem, machine)))
        .orElse("no table");
  }

  private static <P extends Problem> String first(List<Row<P>> table, P problem, Machine machine) {
    return table.stream()
        .filter(row -> row.holds(problem, machine))
        .map(Row::name)
        .findFirst()
        .orElse("none");
  }

  private void convolutions() {
    Layer wide = layer(64, 16, 64, 64, 3);
    expect("winograd-f32", AVX2, wide.forward());
    expect("winograd-f32", AMX, wide.byData());
    expect("winograd-f32", OTHER, Set.of(VECTOR_API, WINOGRAD), wide.byWeights());
    // 3x3, 64 channels, bf16, AVX-512 without AMX
    expect("winograd-bf16", AVX512_BF16, low(wide.forward()));
    expect("winograd-bf16", AVX512_BF16, low(wide.byData()));
    expect("winograd-bf16-weights", AVX512_BF16, low(wide.byWeights()));
    expect("onednn-jit-avx512", AVX512_BF16, Set.of(ONEDNN, VECTOR_API), low(wide.forward()));
    expect("onednn-bf16", AMX, low(wide.forward()));

    Layer few = layer(8, 16, 16, 64, 3);
    expect("onednn-f32", AVX2, few.forward());
    expect("onednn-jit-avx512", AVX512, few.forward());
    expect("onednn-f32", AVX512, few.byWeights());
    expect("onednn-f32", AMX, few.forward());
    expect("java-f32", AMX, Set.of(VECTOR_API, WINOGRAD), few.forward());
    expect("java-f32", OTHER, Set.of(), wide.forward());
    expect("onednn-f32", AVX2, layer(1, 16, 64, 64, 3).forward()); // few tiles
    expect("onednn-f32", AVX2, layer(64, 2, 64, 64, 3).forward()); // tiles nearly empty
    expect("onednn-jit-avx512", AVX512_BF16, low(layer(4, 16, 64, 64, 3).forward())); // few tiles
    expect("winograd-bf16-weights", AVX512_BF16, low(layer(64, 4, 512, 512, 3).byWeights()));
    expect("onednn-jit-avx512", AVX512_BF16, low(layer(64, 4, 512, 512, 3).forward()));

    expect("onednn-jit-avx2", AVX2, layer(64, 28, 32, 64, 5).forward());
    expect("onednn-jit-avx2", AVX2, layer(64, 32, 3, 64, 3).byData());
    expect("onednn-f32", AVX512, layer(64, 28, 1, 32, 5).forward()); // a single channel
    expect("onednn-f32", AVX512, layer(64, 8, 64, 128, 1).forward());

    Layer deep = layer(64, 4, 512, 512, 3);
    expect("tap-gemm-amx", AMX, low(deep.forward()));
    expect("tap-gemm-amx", AMX, low(deep.byData()));
    expect("im2col-amx", AMX, low(deep.byWeights()));
    expect("im2row-amx", AMX, Set.of(ONEDNN), low(deep.byWeights()));
    expect("onednn-bf16", AMX, low(layer(8, 4, 512, 512, 3).forward())); // few pixels in all
    expect("onednn-bf16", AMX, low(layer(64, 4, 512, 48, 3).forward())); // few channels
    expect("onednn-bf16", AMX, low(layer(64, 4, 512, 512, 1).forward())); // one tap
    expect("onednn-bf16", AMX, low(layer(64, 5, 512, 512, 3).forward())); // many pixels
    Layer halving = layer(64, 8, 256, 512, 3).withStride(2);
    expect("tap-gemm-amx", AMX, low(halving.forward()));
    expect("tap-gemm-amx-strided", AMX, low(halving.byData()));
    expect("onednn-bf16", AMX, low(layer(64, 32, 64, 128, 3).withStride(2).byData()));
    expect("im2col-amx", AMX, low(halving.byWeights()));
    expect("im2row-avx512", AVX512_BF16, low(halving.byWeights()));
    expect("onednn-bf16", AVX512_BF16, low(layer(64, 3, 64, 72, 3).byWeights())); // not by 16
    expect("im2row-avx512", AVX512_BF16, low(layer(64, 2, 64, 72, 3).byWeights()));

    expect("im2col-amx", AMX, low(layer(64, 8, 64, 64, 3).byWeights()));
    expect("im2col-amx", AMX, low(layer(64, 32, 64, 64, 3).byWeights())); // whole cache lines
    expect("onednn-bf16", AMX, low(layer(64, 20, 64, 64, 3).byWeights())); // many pixels
    expect("onednn-bf16", AMX, low(layer(64, 8, 48, 64, 3).byWeights())); // few channels
    expect("onednn-bf16", AMX, low(layer(64, 8, 64, 48, 3).byWeights())); // few results
    expect("im2row-amx", AMX, low(layer(64, 8, 72, 64, 3).byWeights())); // by the vector
  }

  private void products() {
    expect("gemv-f32", AMX, application(new MatMulOp(), f32(1, 784), f32(784, 300)));
    expect(
        "onednn-f32", AMX, Set.of(ONEDNN), application(new MatMulOp(), f32(1, 784), f32(784, 300)));
    expect("onednn-gemm-jit", AVX2, application(new MatMulOp(), f32(32, 784), f32(784, 300)));
    expect("onednn-f32", AVX2, application(new MatMulOp(), f32(32, 2048), f32(2048, 300)));
    expect("onednn-f32", AVX512, application(new MatMulOp(), f32(32, 784), f32(784, 300)));
    expect("onednn-f32", AVX2, application(new BatchMatMulOp(), f32(4, 8, 16), f32(4, 16, 8)));
    expect("onednn-bf16", AMX, low(application(new MatMulOp(), f32(32, 784), f32(784, 300))));
    expect("java-f32", AMX, Set.of(), application(new MatMulOp(), f32(32, 784), f32(784, 300)));
    expect("none", AVX2, low(application(new MatMulOp(), f32(32, 784), f32(784, 300))));
    Op biased = new BiasedOp(new MatMulOp(), Optional.of(new ReluOp()));
    expect("gemv-f32", AVX2, application(biased, f32(1, 784), f32(784, 300), f32(300)));
    Op residual = new BiasedResidualOp(new MatMulOp(), Optional.empty());
    expect(
        "onednn-f32",
        AMX,
        application(residual, f32(32, 784), f32(784, 300), f32(300), f32(32, 300)));
  }

  private void pooling() {
    Op max = new MaxPool2dOp(Pair.of(2), Pair.of(2), Padding.NONE, true);
    Op average = new AveragePool2dOp(Pair.of(2), Pair.of(2), Padding.NONE, true);
    TensorType images = f32(64, 16, 16, 64);
    expect("max-pooling", AMX, application(max, images));
    expect("max-pooling", OTHER, Set.of(), application(max, images));
    expect("average-onednn-f32", AVX2, application(average, images));
    expect("average-onednn-bf16", AMX, low(application(average, images)));
    expect("average-java", AMX, Set.of(VECTOR_API), application(average, images));
  }

  private List<Case> all() {
    convolutions();
    products();
    pooling();
    expect("no table", AMX, application(new SoftmaxOp(), f32(64, 10)));
    return cases;
  }

  @TestFactory
  Stream<DynamicTest> takeTheRowsThatMeasurementsSay() {
    return all().stream()
        .map(
            each ->
                dynamicTest(
                    each.name,
                    () -> assertThat(row(each.machine, each.application)).isEqualTo(each.row)));
  }

  @Test
  void everyRowIsTakenSomewhereAndSaysWhy() {
    Set<String> taken = new HashSet<>();
    all().forEach(each -> taken.add(each.row));
    Stream.of(ConvolutionTable.ROWS, MatMulTable.ROWS, PoolingTable.ROWS)
        .forEach(
            table -> {
              assertThat(table.stream().map(Row::name)).doesNotHaveDuplicates();
              assertThat(table)
                  .allSatisfy(
                      row -> {
                        assertThat(taken).contains(row.name());
                        assertThat(row.measured()).isNotBlank();
                      });
            });
  }

  @Test
  void channelsAreSharedByThreadsThatEachGetAVector() {
    Application byWeights = low(layer(64, 8, 64, 64, 3).byWeights());
    Processor amx = new Processor(AMX, 8);
    assertThat(row(new Machine(amx, ALL, 1), byWeights)).as("one thread").isEqualTo("im2row-amx");
    assertThat(row(new Machine(amx, ALL, 4), byWeights)).isEqualTo("im2col-amx");
    assertThat(row(new Machine(amx, ALL, 8), byWeights)).isEqualTo("im2row-amx");
  }

  /** Of a machine without oneDNN, where the test may really make kernels. */
  private static final TableBackend JAVA =
      new TableBackend(machine(AVX2, Set.of(VECTOR_API, WINOGRAD)), new JavaWorkers(1));

  @Test
  void aRowWhoseKernelCannotComputeItIsPassedOver() {
    Application product = application(new MatMulOp(), f32(1, 64), f32(64, 300));
    assertThat(JAVA.choose(product).map(Choice::row)).hasValue("gemv-f32");
    Application turned = application(new MatMulOp(false, true), f32(1, 64), f32(300, 64));
    assertThat(JAVA.choose(turned).map(Choice::row)).hasValue("java-f32");
    Op biased = new BiasedOp(new MatMulOp(), Optional.of(new TanhOp()));
    assertThat(JAVA.choose(application(biased, f32(1, 64), f32(64, 300), f32(300)))).isEmpty();
  }

  @Test
  void plansNameTheRow() {
    Input left = new Input("left", f32(1, 64));
    Input right = new Input("right", f32(64, 300));
    Plan plan =
        new Engine(new JavaWorkers(1), List.of(JAVA))
            .compile(List.of(left, right), List.of(new MatMulOp().apply(left, right)));
    assertThat(plan.describe()).contains("one row by 64x300 <gemv-f32> ");
    plan.record(1);
    plan.run();
    plan.run();
    assertThat(plan.profile().entries()).extracting(Profile.Entry::row).containsExactly("gemv-f32");
  }

  @Test
  void withoutInstructionsForItNothingPaysInBf16() {
    Application product = application(new MatMulOp(), f32(64, 64), f32(64, 64));
    assertThat(JAVA.hasBf16()).isFalse();
    assertThat(JAVA.paysInBf16(product, Set.of())).isFalse();
    TableBackend amx = new TableBackend(machine(AMX, ALL), new JavaWorkers(1));
    assertThat(amx.hasBf16()).isTrue();
    assertThat(amx.paysInBf16(product, Set.of())).isTrue();
    Application thin = application(new MatMulOp(), f32(64, 64), f32(64, 23));
    assertThat(amx.paysInBf16(thin, Set.of())).as("23 columns").isFalse();
    Application inner = application(new MatMulOp(), f32(64, 64), f32(64, 64));
    assertThat(amx.paysInBf16(inner, Set.of(1))).as("lasting weights, 64 inner").isFalse();
    Application lasting = application(new MatMulOp(), f32(32, 128), f32(128, 64));
    assertThat(amx.paysInBf16(lasting, Set.of(1))).as("lasting weights").isTrue();
  }
}
