package dev.ranvier.kernel.vector.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ranvier.op.SigmoidOp;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class AdaptiveLoopTest {
  private static AdaptiveLoop sigmoid() {
    ScalarProgram program = ScalarProgram.of(1, List.of(new SigmoidOp().formula()));
    return new AdaptiveLoop(
        new LoopKey(
            program,
            List.of(DType.F32),
            List.of(AccessPattern.FULL),
            List.of(new LoopOutput.Stored(DType.F32)),
            LoopForm.available()));
  }

  /**
   * Whatever stage the loop is in, in a call as a whole or in parts of it, the bits are the same.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 8, 10, 1000})
  void settlesOnTheCompiledLoopWithoutChangingABit(int columns) {
    AdaptiveLoop loop = sigmoid();
    int rows = 40;
    Tensor x = Tensor.zeros(TensorType.f32(rows, columns));
    IntStream.range(0, rows * columns).forEach(i -> x.setDouble(i, Math.sin(i) * 9));
    Tensor y = Tensor.zeros(x.type());
    long[] table = {x.memory().address(), y.memory().address()};
    loop.run(table, 0, columns, 0, 0, rows, 0, columns);
    Tensor first = y.copy();
    assertThat(loop.stage()).isEqualTo("warming up");
    for (int call = 0; call < 2_000_000 && loop.stage().equals("warming up"); call++) {
      y.memory().fill((byte) 0);
      loop.run(table, 0, columns, 0, 0, rows, 0, columns);
      assertThat(y.memory().mismatch(first.memory())).as("call %d", call).isEqualTo(-1);
    }
    assertThat(loop.stage()).isNotEqualTo("warming up");
  }

  @Test
  void runsAllocateNothing() {
    Tensor x = Tensor.zeros(new TensorType(DType.F32, Shape.of(3000)));
    long[] table = {x.memory().address(), x.memory().address()};
    AdaptiveLoop loop = sigmoid();
    for (int call = 0; call < 200_000 && loop.stage().equals("warming up"); call++) {
      loop.run(table, 0, 3000, 0, 0, 1, 0, 3000);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int call = 0; call < 1000; call++) {
      loop.run(table, 0, 3000, 0, 0, 1, 0, 3000);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
  }
}
