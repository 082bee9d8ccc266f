package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.tensor.Shape;

/** Slices copied from where indices say; zeros for an index beyond the axis. */
final class GatherKernel implements Kernel {
  private final int size;
  private final int length;
  private final int count;
  private final Workers workers;
  private final Shares shares;

  GatherKernel(int axis, Shape x, Shape indices, Workers workers) {
    this.workers = workers;
    size = x.size(axis);
    length = x.slice(axis + 1, x.rank()).elementCount();
    count = indices.elementCount();
    shares = Shares.of(Math.toIntExact(x.slice(0, axis).elements() * count), length);
  }

  @Override
  public Call bind(Binding binding) {
    long x = binding.input(0).address();
    long indices = binding.input(1).address();
    long y = binding.result(0).address();
    Workers.Task task =
        part -> {
          for (int i = shares.first(part); i < shares.first(part) + shares.count(part); i++) {
            int index = PlainElements.getInt(indices + 4L * (i % count));
            long to = y + 4L * i * length;
            if (index >= 0 && index < size) {
              long slice = (long) (i / count) * size + index;
              PlainElements.copy(x + 4L * slice * length, to, length);
            } else {
              PlainElements.fill(to, length, 0);
            }
          }
        };
    return new BoundCall(binding, () -> shares.run(workers, task));
  }

  @Override
  public String describe() {
    return String.format("%d slices of %d", shares.units(), length);
  }
}
