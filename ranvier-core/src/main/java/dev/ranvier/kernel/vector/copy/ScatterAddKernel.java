package dev.ranvier.kernel.vector.copy;

import static dev.ranvier.kernel.vector.memory.ScalarAccess.getFloat;
import static dev.ranvier.kernel.vector.memory.ScalarAccess.setFloat;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.ScalarAccess;
import dev.ranvier.kernel.vector.memory.WorkSplit;
import dev.ranvier.tensor.Shape;

/**
 * Slices added where indices say. A part of the work is a range of the slices that are added to:
 * each part goes over all indices in their order, so that sums do not depend on threads.
 */
public final class ScatterAddKernel implements Kernel {
  private final int size;
  private final int length;
  private final int count;
  private final Workers workers;
  private final WorkSplit shares;

  public ScatterAddKernel(int axis, Shape y, Shape indices, Workers workers) {
    this.workers = workers;
    size = y.size(axis);
    length = y.slice(axis + 1, y.rank()).elementCount();
    count = indices.elementCount();
    long work = Math.max((long) length, (long) length * count / size);
    shares = WorkSplit.of(Math.toIntExact(y.slice(0, axis).elements() * size), work);
  }

  @Override
  public Call bind(Binding binding) {
    long x = binding.input(0).address();
    long indices = binding.input(1).address();
    long y = binding.result(0).address();
    Workers.Task task =
        part -> {
          int first = shares.first(part);
          int last = first + shares.count(part);
          ScalarAccess.fill(y + 4L * first * length, (last - first) * length, 0);
          for (int outer = first / size; outer <= (last - 1) / size; outer++) {
            for (int i = 0; i < count; i++) {
              int index = ScalarAccess.getInt(indices + 4L * i);
              int slice = outer * size + index;
              if (index >= 0 && index < size && slice >= first && slice < last) {
                add(x + 4L * ((long) outer * count + i) * length, y + 4L * slice * length);
              }
            }
          }
        };
    return new BoundCall(binding, () -> shares.run(workers, task));
  }

  private void add(long from, long to) {
    for (int i = 0; i < length; i++) {
      setFloat(to + 4L * i, getFloat(to + 4L * i) + getFloat(from + 4L * i));
    }
  }

  @Override
  public String describe() {
    return String.format("%d slices of %d onto %d", count, length, size);
  }
}
