package dev.ranvier.kernel.vector;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * Softmax or its logarithm, row by row: the greatest of each row, exponentials of the distances to
 * it and their sum, then the quotients or the distances less the sum's logarithm.
 *
 * <p>The elementwise parts are loops over the rows of a part, one number a row (its greatest, its
 * sum) being read from scratch memory.
 */
final class SoftmaxKernel implements Kernel {
  private static final Expression EXPONENTIALS = argument(0).minus(argument(1)).exp();
  private static final Expression QUOTIENTS = argument(0).over(argument(1));
  private static final Expression LOGARITHMS = argument(0).minus(argument(1)).minus(argument(2));

  /** Exponentials without that of the greatest, which is 1. */
  private static final Expression OTHERS =
      select(argument(0).lessThan(constant(1)), argument(0), constant(0));

  /** Below it, one number of a row is the greatest and the others are small beside it. */
  private static final float SURE = 1.5f;

  private final boolean logarithm;
  private final Reductions reductions;
  private final Workers workers;
  private final RowLoop exponentials;
  private final RowLoop finish;
  private final RowLoop others;
  private final int rows;
  private final int columns;
  private final Shares shares;

  SoftmaxKernel(boolean logarithm, Shape shape, Loops loops, Workers workers) {
    this.logarithm = logarithm;
    this.workers = workers;
    reductions = loops.form().reductions();
    columns = shape.size(-1);
    rows = Math.toIntExact(shape.elements() / columns);
    exponentials =
        RowLoop.of(EXPONENTIALS, List.of(Access.FULL, Access.PER_ROW), rows, columns, loops);
    others = RowLoop.of(OTHERS, List.of(Access.FULL), rows, columns, loops);
    finish =
        logarithm
            ? RowLoop.of(
                LOGARITHMS,
                List.of(Access.FULL, Access.PER_ROW, Access.PER_ROW),
                rows,
                columns,
                loops)
            : RowLoop.of(QUOTIENTS, List.of(Access.FULL, Access.PER_ROW), rows, columns, loops);
    shares = Shares.of(rows, columns);
  }

  @Override
  public long scratchBytes() {
    return 4L * 2 * rows;
  }

  @Override
  public Call bind(Binding binding) {
    long x = binding.input(0).address();
    long y = binding.result(0).address();
    long greatest = binding.scratch().address();
    long sums = greatest + 4L * rows;
    long[] exponentialTable = {x, greatest, y};
    long[] otherTable = {y, y};
    long[] finishTable = logarithm ? new long[] {x, greatest, sums, y} : new long[] {y, sums, y};
    Workers.Task task =
        part -> {
          int first = shares.first(part);
          int count = shares.count(part);
          for (int row = first; row < first + count; row++) {
            PlainElements.setFloat(
                greatest + 4L * row, reductions.greatest(x + 4L * row * columns, columns));
          }
          exponentials.run(exponentialTable, first, count);
          for (int row = first; row < first + count; row++) {
            float sum = reductions.sum(y + 4L * row * columns, columns);
            PlainElements.setFloat(
                sums + 4L * row, logarithm ? logarithm(sum, otherTable, row) : sum);
          }
          finish.run(finishTable, first, count);
        };
    return new BoundCall(binding, () -> shares.run(workers, task));
  }

  /** Of a row's sum of exponentials: of those beside the 1 where the sum would hide them. */
  private float logarithm(float sum, long[] table, int row) {
    if (!(sum < SURE)) {
      return (float) Math.log(sum);
    }
    others.run(table, row, 1);
    return (float) Math.log1p(reductions.sum(table[0] + 4L * row * columns, columns));
  }

  @Override
  public boolean mayOverwrite(int input, int result) {
    return !logarithm; // the logarithm reads x again after writing exponentials to y
  }

  @Override
  public String describe() {
    return String.format("rows %dx%d, generated loops", rows, columns);
  }
}
