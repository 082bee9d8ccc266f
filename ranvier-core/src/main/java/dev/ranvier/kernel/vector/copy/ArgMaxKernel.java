package dev.ranvier.kernel.vector.copy;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.loop.LoopForm;
import dev.ranvier.kernel.vector.loop.Reductions;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.ScalarAccess;
import dev.ranvier.kernel.vector.memory.WorkSplit;
import dev.ranvier.tensor.Shape;

/** The first position of each row's maximum: the maximum is found first, then its position. */
public final class ArgMaxKernel implements Kernel {
  private final int rows;
  private final int columns;
  private final Reductions reductions;
  private final Workers workers;
  private final WorkSplit shares;

  public ArgMaxKernel(Shape x, LoopForm form, Workers workers) {
    this.workers = workers;
    reductions = form.reductions();
    columns = x.size(-1);
    rows = Math.toIntExact(x.elements() / columns);
    shares = WorkSplit.of(rows, columns);
  }

  @Override
  public Call bind(Binding binding) {
    long x = binding.input(0).address();
    long y = binding.result(0).address();
    Workers.Task task =
        part -> {
          for (int row = shares.first(part); row < shares.first(part) + shares.count(part); row++) {
            ScalarAccess.setInt(y + 4L * row, firstMax(x + 4L * row * columns));
          }
        };
    return new BoundCall(binding, () -> shares.run(workers, task));
  }

  private int firstMax(long row) {
    float max = reductions.max(row, columns);
    int column = 0;
    if (Float.isNaN(max)) { // equals nothing
      while (!Float.isNaN(ScalarAccess.getFloat(row + 4L * column))) {
        column++;
      }
      return column;
    }
    while (ScalarAccess.getFloat(row + 4L * column) != max) {
      column++;
    }
    return column;
  }

  @Override
  public String describe() {
    return String.format("rows %dx%d", rows, columns);
  }
}
