package dev.ranvier.kernel;

import static dev.ranvier.exec.Processor.InstructionSet.AVX512;
import static dev.ranvier.exec.Processor.InstructionSet.AVX512_BF16;
import static dev.ranvier.kernel.Machine.Family.ONEDNN;
import static dev.ranvier.kernel.Machine.Family.VECTOR_API;
import static dev.ranvier.kernel.Row.ANY;
import static dev.ranvier.kernel.Row.below;
import static dev.ranvier.kernel.Row.from;
import static dev.ranvier.tensor.DType.BF16;
import static dev.ranvier.tensor.DType.F32;

import dev.ranvier.exec.Kernel;
import dev.ranvier.kernel.Row.Where;
import dev.ranvier.kernel.onednn.primitive.Implementation;
import dev.ranvier.kernel.onednn.primitive.Implementation.Threads;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which kernel computes a matmul, [m, k] times [k, n], on which threads, and whether its operands
 * are worth rounding to bf16: the first row that is for it and can.
 */
final class MatMulTable {
  /** From here on, oneDNN's first choice is faster than its older implementation. */
  private static final int LONG_SUM = 2048;

  /**
   * Multiply-adds that one thread finishes before a second would have joined it: a fork and join
   * takes about 2 µs when the threads are ready and many times that when they sleep; one core does
   * some 30,000 multiply-adds in a microsecond.
   */
  private static final long SMALL_GEMM = 1 << 20;

  /** Rows of a thread below which a GEMM is better cut by columns too. */
  private static final int THREAD_ROWS = 32;

  /**
   * The smallest m, n and k from which bf16 operands save more time than their rounding costs: each
   * of the three matrices is used that often (Zen 4; docs/decisions/precision.md).
   */
  private static final long BF16_AXIS = 24;

  /**
   * The same of k and n for frozen weights, which are rounded once; m may be half, k is twice that.
   */
  private static final long FROZEN_BF16_AXIS = 64;

  private static final Set<Direction> FORWARD = Set.of(Direction.FORWARD);

  /** The rows, in order of preference. */
  static final List<Row<MatMulProblem>> ROWS =
      List.of(
          new Row<>(
              "gemv-f32",
              new Where(FORWARD, Set.of(F32), ANY, Set.of(VECTOR_API)),
              (problem, machine) -> !problem.batched() && problem.m() == 1,
              (problem, kernels) -> kernels.gemv().kernel(problem.application()),
              """
              Reads the matrix at the speed of the cache: 784x300 in 6 µs, oneDNN in 12; a
              prediction of mlp-b1 takes 10 instead of 15.5 µs"""),
          new Row<>(
              "onednn-gemm-jit",
              new Where(FORWARD, Set.of(F32), below(AVX512), Set.of(ONEDNN)),
              (problem, machine) -> !problem.batched() && problem.k() < LONG_SUM,
              (problem, kernels) ->
                  oneDnn(problem, kernels, Implementation.FIRST.withName("gemm:jit")),
              """
              oneDNN's older implementation takes 2 to 16 % less time than its first choice, but for
              long sums (Zen 3, one thread, shapes of small multilayer perceptrons)"""),
          new Row<>(
              "onednn-f32",
              new Where(FORWARD, Set.of(F32), ANY, Set.of(ONEDNN)),
              (problem, machine) -> true,
              (problem, kernels) -> oneDnn(problem, kernels, Implementation.FIRST),
              "oneDNN's first choice: about 295 GFLOP/s on two cores of a Xeon with AMX"),
          new Row<>(
              "onednn-bf16",
              new Where(FORWARD, Set.of(BF16), from(AVX512_BF16), Set.of(ONEDNN)),
              (problem, machine) -> true,
              (problem, kernels) -> oneDnn(problem, kernels, Implementation.FIRST),
              "oneDNN's first choice: about 1,930 GFLOP/s on two cores of a Xeon with AMX"),
          new Row<>(
              "java-f32",
              new Where(FORWARD, Set.of(F32), ANY, Set.of()),
              (problem, machine) -> true,
              (problem, kernels) -> kernels.java().kernel(problem.application()),
              "What remains without oneDNN"));

  private MatMulTable() {}

  private static Optional<Kernel> oneDnn(
      MatMulProblem problem, Kernels kernels, Implementation implementation) {
    return kernels
        .oneDnn()
        .kernel(
            problem.application(), implementation.withThreads(threads(problem, kernels.machine())));
  }

  private static Threads threads(MatMulProblem problem, Machine machine) {
    if (problem.multiplyAdds() < SMALL_GEMM) {
      return Threads.ONE;
    }
    return problem.batched() ? Threads.ALL : threads(problem.m(), machine);
  }

  /**
   * How a GEMM is shared: by rows where every thread gets enough, as loops over rows of a batch are
   * cut the same way. Where cores are far from each other, oneDNN's own cut takes up to half as
   * long again.
   */
  static Threads threads(long rows, Machine machine) {
    return rows >= (long) THREAD_ROWS * machine.threads() ? Threads.BY_ROWS : Threads.ALL;
  }

  /**
   * Whether a GEMM is large enough for the rounding of its operands to be worth it.
   *
   * @param isRightFrozen whether the right operand is frozen: it is rounded once
   */
  static boolean paysInBf16(MatMulProblem problem, boolean isRightFrozen) {
    return isRightFrozen
        ? problem.m() >= FROZEN_BF16_AXIS / 2
            && problem.k() >= 2 * FROZEN_BF16_AXIS
            && problem.n() >= FROZEN_BF16_AXIS
        : Math.min(problem.m(), Math.min(problem.k(), problem.n())) >= BF16_AXIS;
  }

  /**
   * Whether the steps of a recurrent layer are worth it: they round what they make themselves, and
   * pack their weights once for all steps.
   */
  static boolean paysInBf16(long units) {
    return units >= FROZEN_BF16_AXIS;
  }
}
