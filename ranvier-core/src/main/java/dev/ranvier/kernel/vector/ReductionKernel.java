package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The sum or the greatest over neighbouring axes: x as [outer, reduced, inner] becomes [outer,
 * inner].
 *
 * <p>Long reductions are cut into blocks of fixed size whose results are reduced in turn, so the
 * result is the same for any number of threads.
 */
final class ReductionKernel implements Kernel {
  /** What is made of many numbers. */
  enum Function {
    SUM,
    GREATEST
  }

  /** Keeps the blocks' results small against the input. */
  private static final int LEAST_ROWS = 64;

  private final Function function;
  private final Reductions reductions;
  private final Workers workers;
  private final int outer;
  private final int reduced;
  private final int inner;
  private final int rowsPerBlock;
  private final int blocks;

  private ReductionKernel(
      Function function, LoopForm form, Workers workers, int outer, int reduced, int inner) {
    this.function = function;
    this.reductions = form.reductions();
    this.workers = workers;
    this.outer = outer;
    this.reduced = reduced;
    this.inner = inner;
    rowsPerBlock = Math.min(reduced, Math.max(LEAST_ROWS, Shares.ELEMENTS / inner));
    blocks = Math.ceilDiv(reduced, rowsPerBlock);
  }

  /** The kernel for a reduction over some axes, if they are neighbours. */
  static Optional<Kernel> of(
      Function function, List<Integer> axes, Shape shape, LoopForm form, Workers workers) {
    List<Integer> reducing = axes.stream().filter(axis -> shape.size(axis) > 1).toList();
    int first = reducing.isEmpty() ? 0 : reducing.getFirst();
    int end = reducing.isEmpty() ? 0 : reducing.getLast() + 1;
    boolean neighbours =
        IntStream.range(first, end)
            .allMatch(axis -> shape.size(axis) == 1 || reducing.contains(axis));
    if (!neighbours || shape.elements() > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return Optional.of(
        new ReductionKernel(
            function,
            form,
            workers,
            (int) shape.slice(0, first).elements(),
            (int) shape.slice(first, end).elements(),
            (int) shape.slice(end, shape.rank()).elements()));
  }

  @Override
  public long scratchBytes() {
    return blocks == 1 ? 0 : 4L * outer * blocks * inner;
  }

  @Override
  public Call bind(Binding binding) {
    long x = binding.input(0).address();
    long y = binding.result(0).address();
    long partial = binding.scratch().address();
    if (blocks == 1) {
      Shares shares = Shares.of(outer, (long) reduced * inner);
      Workers.Task task =
          part -> {
            for (int i = shares.first(part); i < shares.first(part) + shares.count(part); i++) {
              reduce(x + 4L * i * reduced * inner, reduced, y + 4L * i * inner);
            }
          };
      return new BoundCall(binding, () -> shares.run(workers, task));
    }
    Shares shares = new Shares(outer * blocks, 1);
    Workers.Task task =
        part -> {
          int firstRow = part % blocks * rowsPerBlock;
          long from = x + 4L * ((long) (part / blocks) * reduced + firstRow) * inner;
          reduce(from, Math.min(rowsPerBlock, reduced - firstRow), partial + 4L * part * inner);
        };
    return new BoundCall(
        binding,
        () -> {
          shares.run(workers, task);
          for (int i = 0; i < outer; i++) {
            reduce(partial + 4L * i * blocks * inner, blocks, y + 4L * i * inner);
          }
        });
  }

  /** Reduces rows to one row. */
  private void reduce(long x, int rows, long y) {
    if (inner == 1) {
      PlainElements.setFloat(
          y,
          switch (function) {
            case SUM -> reductions.sum(x, rows);
            case GREATEST -> reductions.greatest(x, rows);
          });
      return;
    }
    PlainElements.fill(y, inner, function == Function.SUM ? 0 : Float.NEGATIVE_INFINITY);
    for (int row = 0; row < rows; row += Reductions.ROWS) {
      int count = Math.min(Reductions.ROWS, rows - row);
      long from = x + 4L * row * inner;
      switch (function) {
        case SUM -> reductions.addRows(y, from, count, inner);
        case GREATEST -> reductions.greatestOfRows(y, from, count, inner);
      }
    }
  }

  @Override
  public String describe() {
    return String.format("reduction %dx%dx%d", outer, reduced, inner);
  }
}
