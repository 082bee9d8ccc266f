package dev.ranvier.kernel.vector.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.op.SigmoidOp;
import dev.ranvier.op.scalar.Fold;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopCompilerTest {
  /** Loops are made to look busy by such calls, with the addresses of real ones. */
  @Test
  void aCallWithoutRowsChangesNothing() {
    int columns = 67;
    Tensor x = Tensor.zeros(TensorType.f32(columns));
    Tensor y = Tensor.zeros(x.type());
    y.memory().fill((byte) 7);
    long[] table = {x.memory().address(), y.memory().address()};
    for (LoopOutput output :
        List.of(
            new LoopOutput.Stored(DType.F32),
            new LoopOutput.Combined(Fold.SUM, AccessPattern.SINGLE))) {
      Loop loop = LoopCompiler.compile(sigmoid(output)).orElseThrow();
      Tensor before = y.copy();
      loop.run(table, 0, columns, 0, 0, 0, 0, columns);
      assertThat(y.memory().mismatch(before.memory())).isEqualTo(-1);
      loop.run(table, 0, columns, 0, 0, 1, 0, columns);
      assertThat(y.memory().mismatch(before.memory())).isNotEqualTo(-1);
    }
  }

  private static LoopKey sigmoid(LoopOutput output) {
    return new LoopKey(
        ScalarProgram.of(1, List.of(new SigmoidOp().formula())),
        List.of(DType.F32),
        List.of(AccessPattern.FULL),
        List.of(output),
        LoopForm.available());
  }
}
