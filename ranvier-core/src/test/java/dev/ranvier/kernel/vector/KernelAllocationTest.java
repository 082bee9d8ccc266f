package dev.ranvier.kernel.vector;

import static dev.ranvier.tensor.TensorType.f32;
import static dev.ranvier.tensor.TensorType.i32;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ranvier.exec.Binding;
import dev.ranvier.exec.JavaWorkers;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.KernelAgreement;
import dev.ranvier.kernel.vector.loop.InterpretedLoop;
import dev.ranvier.kernel.vector.loop.LoopForm;
import dev.ranvier.kernel.vector.loop.Loops;
import dev.ranvier.kernel.vector.loop.Lowering;
import dev.ranvier.op.ConcatenateOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.OneHotOp;
import dev.ranvier.op.OpExample;
import dev.ranvier.op.PadOp;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.ReluOp;
import dev.ranvier.op.SumOp;
import dev.ranvier.op.TransposeOp;
import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.op.normalization.SoftmaxGradientOp;
import dev.ranvier.op.normalization.SoftmaxOp;
import dev.ranvier.tensor.NativeMemory;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Running a bound kernel allocates nothing (in plain form, where HotSpot's stage does not matter).
 */
class KernelAllocationTest {
  private static final int WARM_UP = 3000;
  private static final int CALLS = 200;

  static Stream<OpExample> examples() {
    return Stream.of(
        OpExample.of(new ReluOp(), f32(300)),
        OpExample.of(new SumOp(List.of(0)), f32(300, 5)),
        OpExample.of(new SoftmaxOp(), f32(20, 10)),
        OpExample.of(new SoftmaxGradientOp(), f32(20, 10), f32(20, 10)),
        OpExample.of(new OneHotOp(10), i32(30)),
        OpExample.of(new TransposeOp(List.of(1, 0)), f32(20, 30)),
        OpExample.of(new PadOp(List.of(1, 1), List.of(0, 2)), f32(20, 30)),
        OpExample.of(new ConcatenateOp(1), f32(20, 3), f32(20, 4)),
        OpExample.of(new MaxPool2dOp(Pair.of(2)), f32(2, 8, 8, 3)),
        OpExample.of(new AveragePool2dOp(Pair.of(2)), f32(2, 8, 8, 3)),
        OpExample.of(new MatMulOp(false, true), f32(8, 20), f32(9, 20)),
        OpExample.of(new Convolution2dOp(), f32(2, 5, 5, 3), f32(3, 3, 3, 4)),
        OpExample.of(
            new Convolution2dFilterGradientOp(
                Pair.ONE, Padding.NONE, Pair.ONE, 1, Shape.of(3, 3, 3, 4)),
            f32(2, 5, 5, 3),
            f32(2, 3, 3, 4)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void runsAllocateNothing(OpExample example) {
    Loops loops = new Loops(LoopForm.PLAIN, key -> new InterpretedLoop(Lowering.of(key)));
    VectorBackend backend = new VectorBackend(new JavaWorkers(1), loops);
    Kernel kernel = KernelAgreement.kernel(backend, example).orElseThrow();
    List<Tensor> results =
        example.op().infer(example.inputs()).stream().map(Tensor::zeros).toList();
    Kernel.Call call =
        kernel.bind(
            new Binding(
                KernelAgreement.inputs(example, 1),
                results,
                NativeMemory.allocate(kernel.scratchBytes())));
    for (int i = 0; i < WARM_UP; i++) {
      call.run();
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(CALLS);
  }
}
