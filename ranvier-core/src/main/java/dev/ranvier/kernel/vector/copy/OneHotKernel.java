package dev.ranvier.kernel.vector.copy;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.ScalarAccess;
import dev.ranvier.kernel.vector.memory.WorkSplit;
import dev.ranvier.tensor.Shape;

/** Class indices as rows of zeros with a single one. */
public final class OneHotKernel implements Kernel {
  private final int classes;
  private final int rows;
  private final Workers workers;
  private final WorkSplit shares;

  public OneHotKernel(int classes, Shape indices, Workers workers) {
    this.classes = classes;
    this.workers = workers;
    rows = indices.elementCount();
    shares = WorkSplit.of(rows, classes);
  }

  @Override
  public Call bind(Binding binding) {
    long indices = binding.input(0).address();
    long y = binding.result(0).address();
    Workers.Task task =
        part -> {
          int first = shares.first(part);
          int count = shares.count(part);
          ScalarAccess.fill(y + 4L * first * classes, count * classes, 0);
          for (int row = first; row < first + count; row++) {
            int index = ScalarAccess.getInt(indices + 4L * row);
            if (index >= 0 && index < classes) {
              ScalarAccess.setFloat(y + 4L * ((long) row * classes + index), 1);
            }
          }
        };
    return new BoundCall(binding, () -> shares.run(workers, task));
  }

  @Override
  public String describe() {
    return String.format("rows %dx%d", rows, classes);
  }
}
