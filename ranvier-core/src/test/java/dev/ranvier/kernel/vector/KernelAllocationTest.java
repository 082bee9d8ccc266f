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
import dev.ranvier.op.AveragePool2d;
import dev.ranvier.op.Concatenate;
import dev.ranvier.op.Convolution2d;
import dev.ranvier.op.Convolution2dFilterGradient;
import dev.ranvier.op.MatMul;
import dev.ranvier.op.MaxPool2d;
import dev.ranvier.op.OneHot;
import dev.ranvier.op.OpExample;
import dev.ranvier.op.Pad;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.Relu;
import dev.ranvier.op.Softmax;
import dev.ranvier.op.SoftmaxGradient;
import dev.ranvier.op.Sum;
import dev.ranvier.op.Transpose;
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
        OpExample.of(new Relu(), f32(300)),
        OpExample.of(new Sum(List.of(0)), f32(300, 5)),
        OpExample.of(new Softmax(), f32(20, 10)),
        OpExample.of(new SoftmaxGradient(), f32(20, 10), f32(20, 10)),
        OpExample.of(new OneHot(10), i32(30)),
        OpExample.of(new Transpose(List.of(1, 0)), f32(20, 30)),
        OpExample.of(new Pad(List.of(1, 1), List.of(0, 2)), f32(20, 30)),
        OpExample.of(new Concatenate(1), f32(20, 3), f32(20, 4)),
        OpExample.of(new MaxPool2d(Pair.of(2)), f32(2, 8, 8, 3)),
        OpExample.of(new AveragePool2d(Pair.of(2)), f32(2, 8, 8, 3)),
        OpExample.of(new MatMul(false, true), f32(8, 20), f32(9, 20)),
        OpExample.of(new Convolution2d(), f32(2, 5, 5, 3), f32(3, 3, 3, 4)),
        OpExample.of(
            new Convolution2dFilterGradient(
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
