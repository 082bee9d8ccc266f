package dev.ranvier.kernel.vector.loop;

import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.memory.WorkSplit;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import java.util.Collections;
import java.util.List;

/**
 * An elementwise loop over a matrix as a part of a larger kernel.
 *
 * @param loop the loop
 * @param rows how many rows it runs over
 * @param columns the length of a row
 */
public record RowLoop(Loop loop, int rows, int columns) {
  /** The loop for a formula over operands that are read in the given ways. */
  static RowLoop of(
      Expression formula, List<AccessPattern> accesses, int rows, int columns, Loops loops) {
    ScalarProgram program = ScalarProgram.of(accesses.size(), List.of(formula));
    List<DType> dtypes = Collections.nCopies(accesses.size(), DType.F32);
    return new RowLoop(
        loops.loop(
            new LoopKey(
                program,
                dtypes,
                accesses,
                List.of(new LoopOutput.Stored(DType.F32)),
                loops.form())),
        rows,
        columns);
  }

  /** A call over all rows, given the addresses of the operands and of the result. */
  Runnable bind(Workers workers, long... addresses) {
    WorkSplit shares = WorkSplit.of(rows, columns);
    Workers.Task task = part -> run(addresses, shares.first(part), shares.count(part));
    return () -> shares.run(workers, task);
  }

  /** Runs over some rows. */
  void run(long[] addresses, int firstRow, int count) {
    loop.run(addresses, 0, columns, 0, firstRow, count, 0, columns);
  }
}
