package dev.ranvier.kernel.onednn;

import dev.ranvier.graph.Application;
import dev.ranvier.op.Biased;
import dev.ranvier.op.Convolution2d;
import dev.ranvier.op.Convolution2dFilterGradient;
import dev.ranvier.op.Convolution2dInputGradient;
import dev.ranvier.op.MatMul;
import dev.ranvier.tensor.Shape;

/**
 * Tells work that one thread finishes before a second would have joined it.
 *
 * <p>A fork and join takes about 2 µs when the threads are ready and many times that when they
 * sleep or the machine is busy; one core does some 30,000 multiplications and additions in a
 * microsecond.
 */
final class WorkSize {
  /** Multiply-adds of a product. */
  private static final long SMALL_PRODUCT = 1 << 20;

  /** Elements of anything else but convolutions, which are always worth sharing. */
  private static final long SMALL_ELEMENTS = 1 << 14;

  private WorkSize() {}

  static boolean isSmall(Application application) {
    boolean product =
        application.op() instanceof MatMul
            || application.op() instanceof Biased(MatMul base, var activation);
    if (product) {
      Shape left = application.inputs().get(0).shape();
      Shape right = application.inputs().get(1).shape();
      Shape result = application.results().getFirst().shape();
      // (m·k) · (k·n) · (m·n) = (m·k·n)²
      double square = (double) left.elements() * right.elements() * result.elements();
      return Math.sqrt(square) < SMALL_PRODUCT;
    }
    return !(application.op() instanceof Convolution2d)
        && !(application.op() instanceof Convolution2dInputGradient)
        && !(application.op() instanceof Convolution2dFilterGradient)
        && !(application.op() instanceof Biased)
        && application.inputs().stream()
            .allMatch(input -> input.shape().elements() < SMALL_ELEMENTS);
  }
}
