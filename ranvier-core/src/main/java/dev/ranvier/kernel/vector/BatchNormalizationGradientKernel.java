package dev.ranvier.kernel.vector;

import static dev.ranvier.op.scalar.Expression.argument;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * The gradients of batch normalization: with p = Σ dy · (x − mean), σ² = variance + epsilon and m
 * rows, dshift = Σ dy, dscale = p / σ, and dx = dy · f + (x − mean) · g + h in one pass, where f =
 * scale / σ, g = −f · p / (σ² · m) and h = −f · dshift / m.
 */
final class BatchNormalizationGradientKernel implements Kernel {
  private final double epsilon;
  private final int rows;
  private final int channels;
  private final Reductions reductions;
  private final ChannelSums sums;
  private final RowLoop combine;
  private final Workers workers;

  BatchNormalizationGradientKernel(double epsilon, Shape x, Loops loops, Workers workers) {
    this.epsilon = epsilon;
    this.workers = workers;
    channels = x.size(-1);
    rows = Math.toIntExact(x.elements() / channels);
    reductions = loops.form().reductions();
    sums = new ChannelSums(rows, channels, reductions, workers);
    combine =
        RowLoop.of(
            argument(0)
                .times(argument(3))
                .plus(argument(1).minus(argument(2)).times(argument(4)))
                .plus(argument(5)),
            List.of(
                Access.FULL,
                Access.FULL,
                Access.EACH_ROW,
                Access.EACH_ROW,
                Access.EACH_ROW,
                Access.EACH_ROW),
            rows,
            channels,
            loops);
  }

  @Override
  public long scratchBytes() {
    return sums.scratchBytes() + 3L * 4 * channels;
  }

  @Override
  public boolean mayOverwrite(int input, int result) {
    return result == 0 && (input == 0 || input == 4);
  }

  @Override
  public Call bind(Binding binding) {
    long x = binding.input(0).address();
    long scale = binding.input(1).address();
    long mean = binding.input(2).address();
    long variance = binding.input(3).address();
    long dy = binding.input(4).address();
    long dscale = binding.result(1).address();
    long dshift = binding.result(2).address();
    long partial = binding.scratch().address();
    long row = 4L * channels;
    long f = partial + sums.scratchBytes();
    long g = f + row;
    long h = g + row;
    Runnable shifts =
        sums.bind(
            (target, first, count) -> reductions.addRows(target, dy + first * row, count, channels),
            partial,
            dshift);
    Runnable products =
        sums.bind(
            (target, first, count) ->
                reductions.addProducts(
                    target, x + first * row, mean, dy + first * row, count, channels),
            partial,
            dscale);
    Runnable combined = combine.bind(workers, dy, x, mean, f, g, h, binding.result(0).address());
    return new BoundCall(
        binding,
        () -> {
          shifts.run();
          products.run();
          for (int c = 0; c < channels; c++) {
            coefficients(4L * c, scale, variance, dscale, dshift, f);
          }
          combined.run();
        });
  }

  /** Turns p into dscale and fills the three rows of factors, for the channel at an offset. */
  private void coefficients(
      long channel, long scale, long variance, long dscale, long dshift, long f) {
    double square = PlainElements.getFloat(variance + channel) + epsilon;
    double deviation = Math.sqrt(square);
    double product = PlainElements.getFloat(dscale + channel);
    double factor = PlainElements.getFloat(scale + channel) / deviation;
    double shift = PlainElements.getFloat(dshift + channel);
    PlainElements.setFloat(dscale + channel, (float) (product / deviation));
    PlainElements.setFloat(f + channel, (float) factor);
    PlainElements.setFloat(
        f + 4L * channels + channel, (float) (-factor * product / (square * rows)));
    PlainElements.setFloat(f + 8L * channels + channel, (float) (-factor * shift / rows));
  }

  @Override
  public String describe() {
    return String.format("channels %dx%d, generated loop", rows, channels);
  }
}
