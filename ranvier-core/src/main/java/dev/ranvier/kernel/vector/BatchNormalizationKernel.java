package dev.ranvier.kernel.vector;

import static dev.ranvier.op.scalar.Expression.argument;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * Batch normalization: means, then variances about them, then y = (x − mean) · factor + shift in
 * one pass, with factor = scale / √(variance + epsilon).
 */
final class BatchNormalizationKernel implements Kernel {
  private final double epsilon;
  private final int rows;
  private final int channels;
  private final Reductions reductions;
  private final ChannelSums sums;
  private final RowLoop normalize;
  private final Workers workers;

  BatchNormalizationKernel(double epsilon, Shape x, Loops loops, Workers workers) {
    this.epsilon = epsilon;
    this.workers = workers;
    channels = x.size(-1);
    rows = Math.toIntExact(x.elements() / channels);
    reductions = loops.form().reductions();
    sums = new ChannelSums(rows, channels, reductions, workers);
    normalize =
        RowLoop.of(
            argument(0).minus(argument(1)).times(argument(2)).plus(argument(3)),
            List.of(Access.FULL, Access.EACH_ROW, Access.EACH_ROW, Access.EACH_ROW),
            rows,
            channels,
            loops);
  }

  @Override
  public long scratchBytes() {
    return sums.scratchBytes() + 4L * channels;
  }

  @Override
  public boolean mayOverwrite(int input, int result) {
    return input == 0 && result == 0;
  }

  @Override
  public Call bind(Binding binding) {
    long x = binding.input(0).address();
    long scale = binding.input(1).address();
    long shift = binding.input(2).address();
    long y = binding.result(0).address();
    long mean = binding.result(1).address();
    long variance = binding.result(2).address();
    long partial = binding.scratch().address();
    long factor = partial + sums.scratchBytes();
    long row = 4L * channels;
    Runnable sum =
        sums.bind(
            (target, first, count) -> reductions.addRows(target, x + first * row, count, channels),
            partial,
            mean);
    Runnable squares =
        sums.bind(
            (target, first, count) ->
                reductions.addSquares(target, x + first * row, mean, count, channels),
            partial,
            variance);
    Runnable normalized = normalize.bind(workers, x, mean, factor, shift, y);
    return new BoundCall(
        binding,
        () -> {
          sum.run();
          reductions.scale(mean, channels, 1f / rows);
          squares.run();
          reductions.scale(variance, channels, 1f / rows);
          for (int c = 0; c < channels; c++) {
            double deviation = Math.sqrt(PlainElements.getFloat(variance + 4L * c) + epsilon);
            PlainElements.setFloat(
                factor + 4L * c, (float) (PlainElements.getFloat(scale + 4L * c) / deviation));
          }
          normalized.run();
        });
  }

  @Override
  public String describe() {
    return String.format("channels %dx%d, generated loop", rows, channels);
  }
}
