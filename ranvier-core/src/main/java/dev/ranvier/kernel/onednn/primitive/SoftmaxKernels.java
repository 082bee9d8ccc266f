package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.exec.Kernel;
import dev.ranvier.graph.Application;
import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.Layouts;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.binding.Propagation;
import dev.ranvier.kernel.onednn.primitive.PrimitiveKernel.Role;
import dev.ranvier.tensor.Shape;

/**
 * Softmax over the last axis.
 *
 * <p>Not its logarithm: oneDNN's is off by up to 4e-6 where the result is close to 0, which is
 * where the loss of a trained classifier lies; 200 training steps then end 30 times further from
 * double precision than the rounding of single precision explains.
 */
public final class SoftmaxKernels {
  private SoftmaxKernels() {}

  public static Kernel of(Application application) {
    MemoryDescription layout = rows(application);
    PrimitiveKernel softmax =
        new PrimitiveKernel(
            new SoftmaxPrimitives(1)
                .forward(Propagation.INFERENCE, layout, layout, Attributes.PLAIN),
            Role.input(Argument.SOURCE, 0, layout),
            Role.result(Argument.DESTINATION, 0, layout));
    int columns = application.result().shape().size(-1);
    int rows = Math.toIntExact(application.result().shape().elements() / columns);
    return new SoftmaxKernel(softmax, rows, columns);
  }

  /** From the result and what arrives there. */
  public static Kernel gradient(Application application) {
    MemoryDescription layout = rows(application);
    SoftmaxPrimitives primitives = new SoftmaxPrimitives(1);
    try (PrimitiveDescription hint =
        primitives.forward(Propagation.TRAINING, layout, layout, Attributes.PLAIN)) {
      return new PrimitiveKernel(
          primitives.backward(hint, layout, layout, layout, Attributes.PLAIN),
          Role.input(Argument.DESTINATION, 0, layout),
          Role.input(Argument.DIFF_DESTINATION, 1, layout),
          Role.result(Argument.DIFF_SOURCE, 0, layout));
    }
  }

  private static MemoryDescription rows(Application application) {
    Shape shape = application.result().shape();
    int classes = shape.size(-1);
    Shape rows = Shape.of(Math.toIntExact(shape.elements() / classes), classes);
    return Layouts.rowMajor(application.result().type().withShape(rows));
  }
}
