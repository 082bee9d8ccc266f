package dev.ranvier.kernel;

import static dev.ranvier.exec.Processor.InstructionSet.AVX512_BF16;
import static dev.ranvier.kernel.Machine.Family.ONEDNN;
import static dev.ranvier.kernel.Row.ANY;
import static dev.ranvier.kernel.Row.FLOATS;
import static dev.ranvier.kernel.Row.from;
import static dev.ranvier.tensor.DType.BF16;
import static dev.ranvier.tensor.DType.F32;

import dev.ranvier.kernel.Row.Where;
import java.util.List;
import java.util.Set;

/** Which kernel computes a pooling or its gradient: the first row that is for it and can. */
final class PoolingTable {
  private static final Set<Direction> DATA = Set.of(Direction.FORWARD, Direction.BACKWARD_DATA);

  /** The rows, in order of preference. */
  static final List<Row<PoolingProblem>> ROWS =
      List.of(
          new Row<>(
              "max-pooling",
              new Where(DATA, FLOATS, ANY, Set.of()),
              (problem, machine) -> problem.max(),
              (problem, kernels) -> kernels.java().kernel(problem.application()),
              """
              Gives where the maxima were as the op's second result, which oneDNN keeps to itself;
              no comparison of times is on record (docs/decisions/results.md)"""),
          new Row<>(
              "average-onednn-f32",
              new Where(DATA, Set.of(F32), ANY, Set.of(ONEDNN)),
              (problem, machine) -> !problem.max(),
              (problem, kernels) -> kernels.oneDnn().kernel(problem.application()),
              "No comparison with the kernel in Java is on record"),
          new Row<>(
              "average-onednn-bf16",
              new Where(DATA, Set.of(BF16), from(AVX512_BF16), Set.of(ONEDNN)),
              (problem, machine) -> !problem.max(),
              (problem, kernels) -> kernels.oneDnn().kernel(problem.application()),
              "The only kernel for bf16"),
          new Row<>(
              "average-java",
              new Where(DATA, Set.of(F32), ANY, Set.of()),
              (problem, machine) -> !problem.max(),
              (problem, kernels) -> kernels.java().kernel(problem.application()),
              "What remains without oneDNN"));

  private PoolingTable() {}

  /** Pooling moves half of the bytes in bf16. */
  static boolean paysInBf16() {
    return true;
  }
}
