package dev.ranvier.kernel.vector.gemm;

import static dev.ranvier.tensor.TensorType.f32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ranvier.exec.JavaWorkers;
import dev.ranvier.exec.KernelAgreement;
import dev.ranvier.kernel.vector.NeedsVectorApi;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.BiasedResidualOp;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.OpExample;
import dev.ranvier.op.ReluOp;
import dev.ranvier.op.TanhOp;
import dev.ranvier.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Products of single rows against the definitions, and which products are taken. */
@NeedsVectorApi
class GemvBackendTest {
  private static final long SEED = 20_261_122;
  private static final double TOLERANCE = 1e-5;
  private static final MatMulOp PLAIN = new MatMulOp(false, false);

  private static GemvBackend backend(int threads) {
    return new GemvBackend(new JavaWorkers(threads));
  }

  /** From one tile to many, each kind last, whole and overlapping; with one thread and shared. */
  private static List<OpExample> examples() {
    List<OpExample> examples = new ArrayList<>();
    for (int columns : List.of(32, 33, 64, 65, 79, 80, 81, 100, 112, 145, 300, 512)) {
      for (int depth : List.of(1, 17, 784)) {
        examples.add(OpExample.of(PLAIN, f32(1, depth), f32(depth, columns)));
        examples.add(
            OpExample.of(
                new BiasedOp(PLAIN, Optional.empty()),
                f32(1, depth),
                f32(depth, columns),
                f32(columns)));
        examples.add(
            OpExample.of(
                new BiasedOp(PLAIN, Optional.of(new ReluOp())),
                f32(1, depth),
                f32(depth, columns),
                f32(columns)));
      }
    }
    examples.add(OpExample.of(new MatMulOp(true, false), f32(40, 1), f32(40, 50)));
    return examples;
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
        new KernelAgreement(List.of(backend(1), backend(2), backend(5)), TOLERANCE);
    return examples().stream()
        .map(
            example ->
                dynamicTest(example.toString(), () -> agreement.checkSameBits(example, SEED)));
  }

  @Test
  void takesSingleRowsAndNothingElse() {
    assertThat(taken(OpExample.of(PLAIN, f32(1, 40), f32(40, 50)))).isTrue();
    assertThat(taken(OpExample.of(PLAIN, f32(2, 40), f32(40, 50)))).as("rows").isFalse();
    assertThat(taken(OpExample.of(PLAIN, f32(1, 40), f32(40, 10)))).as("columns").isFalse();
    assertThat(taken(OpExample.of(new MatMulOp(false, true), f32(1, 40), f32(50, 40))))
        .as("a matrix that is transposed")
        .isFalse();
    assertThat(
            taken(
                OpExample.of(
                    new BiasedOp(PLAIN, Optional.of(new TanhOp())),
                    f32(1, 40),
                    f32(40, 50),
                    f32(50))))
        .as("other activations")
        .isFalse();
    assertThat(
            taken(
                OpExample.of(
                    new BiasedResidualOp(PLAIN, Optional.empty()),
                    f32(1, 40),
                    f32(40, 50),
                    f32(50),
                    f32(1, 50))))
        .as("a residual")
        .isFalse();
    assertThat(
            taken(
                OpExample.of(
                    new LowPrecisionOp(PLAIN, List.of(DType.BF16)),
                    f32(1, 40).withDType(DType.BF16),
                    f32(40, 50))))
        .as("bf16")
        .isFalse();
  }

  private static boolean taken(OpExample example) {
    return KernelAgreement.kernel(backend(1), example).isPresent();
  }
}
