package dev.ranvier.kernel.onednn;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Op;
import dev.ranvier.op.BatchMatMul;
import dev.ranvier.op.Biased;
import dev.ranvier.op.BiasedResidual;
import dev.ranvier.op.Convolution2d;
import dev.ranvier.op.Convolution2dFilterGradient;
import dev.ranvier.op.Convolution2dInputGradient;
import dev.ranvier.op.MatMul;
import dev.ranvier.op.Recurrent;
import dev.ranvier.op.RecurrentGradient;
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

  /**
   * The least size of every axis of a product from which bf16 operands save more time than their
   * rounding costs: each of the three operands is used that often.
   */
  private static final long LEAST_AXIS = 24;

  /** The same of the weights' axes where rows are few and weights stay, or where steps follow. */
  private static final long LARGE_AXIS = 64;

  /** Elements of anything else but convolutions, which are always worth sharing. */
  private static final long SMALL_ELEMENTS = 1 << 14;

  private WorkSize() {}

  static boolean isSmall(Op op, Application application) {
    if (isProduct(op)) {
      return multiplyAdds(application) < SMALL_PRODUCT;
    }
    return !(op instanceof Convolution2d)
        && !(op instanceof Convolution2dInputGradient)
        && !(op instanceof Convolution2dFilterGradient)
        && !(op instanceof Biased)
        && !(op instanceof BiasedResidual)
        && application.inputs().stream()
            .allMatch(input -> input.shape().elements() < SMALL_ELEMENTS);
  }

  /**
   * Whether a product is large enough for the rounding of its operands to be worth it.
   *
   * @param rightLasts whether the right operand stays from run to run: it is rounded once
   */
  static boolean paysInBf16(Application application, boolean rightLasts) {
    return switch (application.op()) {
      case Convolution2d op -> true;
      case Convolution2dInputGradient op -> true;
      case Convolution2dFilterGradient op -> true;
      case Biased(Convolution2d op, var activation) -> true;
      case BiasedResidual(Convolution2d op, var activation) -> true;
      // They round what they make themselves, and pack their weights once for all steps.
      case Recurrent op -> application.inputs().get(1).shape().size(0) >= LARGE_AXIS;
      case RecurrentGradient op -> application.inputs().get(1).shape().size(0) >= LARGE_AXIS;
      default -> isProduct(application.op()) && paysInBf16(axes(application), rightLasts);
    };
  }

  private static boolean isProduct(Op op) {
    return op instanceof MatMul
        || op instanceof BatchMatMul
        || op instanceof Biased(MatMul base, var activation)
        || op instanceof BiasedResidual(MatMul base, var activation);
  }

  private static boolean paysInBf16(Axes axes, boolean rightLasts) {
    return rightLasts
        ? axes.rows >= LARGE_AXIS / 2 && axes.inner >= 2 * LARGE_AXIS && axes.columns >= LARGE_AXIS
        : Math.min(axes.rows, Math.min(axes.inner, axes.columns)) >= LEAST_AXIS;
  }

  private static double multiplyAdds(Application application) {
    Shape left = application.inputs().get(0).shape();
    Shape right = application.inputs().get(1).shape();
    Shape result = application.results().getFirst().shape();
    // (b·m·k) · (k·n) · (b·m·n) = b²·(m·k·n)², where matrices lie side by side in all three
    double matrices = result.slice(0, result.rank() - 2).elements();
    return Math.sqrt(left.elements() / matrices * right.elements() * result.elements());
  }

  /**
   * The sizes of a product, or of each of a batch: its operands are rows·inner, inner·columns and
   * rows·columns numbers.
   */
  private record Axes(long rows, long inner, long columns) {}

  private static Axes axes(Application application) {
    Shape result = application.results().getFirst().shape();
    long inner = Math.round(multiplyAdds(application) / result.elements());
    return new Axes(result.size(-2), inner, result.size(-1));
  }
}
