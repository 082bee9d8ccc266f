package dev.ranvier.kernel.onednn;

import dev.ranvier.exec.Kernel;
import dev.ranvier.graph.Application;
import dev.ranvier.kernel.onednn.PrimitiveKernel.Role;
import dev.ranvier.tensor.Shape;

/** Softmax over the last axis, or its logarithm. */
final class SoftmaxKernels {
  private SoftmaxKernels() {}

  static Kernel of(boolean logarithm, Application application) {
    Shape shape = application.result().shape();
    int classes = shape.size(-1);
    Shape rows = Shape.of(Math.toIntExact(shape.elements() / classes), classes);
    MemoryDescription layout = Layouts.rowMajor(rows);
    return new PrimitiveKernel(
        new SoftmaxPrimitives(logarithm, 1)
            .forward(Propagation.INFERENCE, layout, layout, Attributes.PLAIN),
        Role.input(Argument.SOURCE, 0, layout),
        Role.result(Argument.DESTINATION, 0, layout));
  }
}
