package dev.ranvier.kernel.vector.copy;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.ScalarAccess;
import dev.ranvier.kernel.vector.memory.WorkSplit;
import dev.ranvier.op.GatherOp;
import dev.ranvier.tensor.Shape;
import java.util.Optional;

/**
 * Slices copied from where indices say; an index beyond the axis gives zeros or, before anything is
 * copied, an error.
 */
public final class GatherKernel implements Kernel {
  private final Optional<String> reader;
  private final int size;
  private final int length;
  private final int count;
  private final Workers workers;
  private final WorkSplit shares;

  public GatherKernel(GatherOp op, Shape x, Shape indices, Workers workers) {
    this.workers = workers;
    int axis = op.axis();
    reader = op.reader();
    size = x.size(axis);
    length = x.slice(axis + 1, x.rank()).elementCount();
    count = indices.elementCount();
    shares = WorkSplit.of(Math.toIntExact(x.slice(0, axis).elements() * count), length);
  }

  @Override
  public Call bind(Binding binding) {
    long x = binding.input(0).address();
    long indices = binding.input(1).address();
    long y = binding.result(0).address();
    Workers.Task task =
        part -> {
          for (int i = shares.first(part); i < shares.first(part) + shares.count(part); i++) {
            int index = ScalarAccess.getInt(indices + 4L * (i % count));
            long to = y + 4L * i * length;
            if (index >= 0 && index < size) {
              long slice = (long) (i / count) * size + index;
              ScalarAccess.copy(x + 4L * slice * length, to, length);
            } else {
              ScalarAccess.fill(to, length, 0);
            }
          }
        };
    return new BoundCall(
        binding,
        () -> {
          if (reader.isPresent()) {
            requireInRange(reader.get(), indices);
          }
          shares.run(workers, task);
        });
  }

  private void requireInRange(String name, long indices) {
    for (int i = 0; i < count; i++) {
      int index = ScalarAccess.getInt(indices + 4L * i);
      if (Integer.compareUnsigned(index, size) >= 0) {
        throw GatherOp.outOfRange(name, index, i, size);
      }
    }
  }

  @Override
  public String describe() {
    return String.format("%d slices of %d", shares.units(), length);
  }
}
