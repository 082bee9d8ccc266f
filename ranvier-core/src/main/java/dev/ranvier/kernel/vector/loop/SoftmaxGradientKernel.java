package dev.ranvier.kernel.vector.loop;

import static dev.ranvier.op.scalar.Expression.argument;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.ScalarAccess;
import dev.ranvier.kernel.vector.memory.WorkSplit;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * The gradient of softmax, some rows at a time: result times gradient, their sum for each row, then
 * the result times what the gradient is above that sum.
 */
public final class SoftmaxGradientKernel implements Kernel {
  private static final Expression WEIGHTED = argument(0).times(argument(1));
  private static final Expression FINISH = argument(0).times(argument(1).minus(argument(2)));

  private final Reductions reductions;
  private final Workers workers;
  private final RowLoop elementwise;
  private final RowLoop finish;
  private final int rows;
  private final int columns;
  private final WorkSplit shares;

  public SoftmaxGradientKernel(Shape shape, Loops loops, Workers workers) {
    this.workers = workers;
    reductions = loops.form().reductions();
    columns = shape.size(-1);
    rows = Math.toIntExact(shape.elements() / columns);
    elementwise =
        RowLoop.of(WEIGHTED, List.of(AccessPattern.FULL, AccessPattern.FULL), rows, columns, loops);
    finish =
        RowLoop.of(
            FINISH,
            List.of(AccessPattern.FULL, AccessPattern.FULL, AccessPattern.PER_ROW),
            rows,
            columns,
            loops);
    shares = WorkSplit.of(rows, columns);
  }

  @Override
  public long scratchBytes() {
    return 4L * rows;
  }

  @Override
  public Call bind(Binding binding) {
    long y = binding.input(0).address();
    long upstream = binding.input(1).address();
    long x = binding.result(0).address();
    long sums = binding.scratch().address();
    long[] weightedTable = {y, upstream, x};
    long[] finishTable = {y, upstream, sums, x};
    Workers.Task task =
        part -> {
          int first = shares.first(part);
          int count = shares.count(part);
          elementwise.run(weightedTable, first, count);
          for (int row = first; row < first + count; row++) {
            ScalarAccess.setFloat(sums + 4L * row, reductions.sum(x + 4L * row * columns, columns));
          }
          finish.run(finishTable, first, count);
        };
    return new BoundCall(binding, () -> shares.run(workers, task));
  }

  @Override
  public String describe() {
    return String.format("rows %dx%d, generated loops", rows, columns);
  }
}
