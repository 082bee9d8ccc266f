package dev.ranvier.kernel.onednn;

import dev.ranvier.exec.Kernel;
import dev.ranvier.graph.Application;
import dev.ranvier.kernel.onednn.PrimitiveKernel.Role;
import dev.ranvier.tensor.Shape;

/** Casts between single precision and bf16, as reorders. */
final class CastKernels {
  private CastKernels() {}

  static Kernel of(Application application) {
    Shape flat = Shape.of(application.result().shape().elementCount());
    MemoryDescription from = Layouts.rowMajor(application.inputs().get(0).type().withShape(flat));
    MemoryDescription to = Layouts.rowMajor(application.result().type().withShape(flat));
    return new PrimitiveKernel(
        ReorderPrimitives.between(from, to),
        Role.input(Argument.SOURCE, 0, from),
        Role.result(Argument.DESTINATION, 0, to));
  }
}
