package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.exec.Kernel;
import dev.ranvier.graph.Application;
import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Layouts;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.primitive.PrimitiveKernel.Role;
import dev.ranvier.tensor.Shape;

/** Casts between single precision and bf16, as reorders. */
public final class CastKernels {
  private CastKernels() {}

  public static Kernel of(Application application) {
    Shape flat = Shape.of(application.result().shape().elementCount());
    MemoryDescription from = Layouts.rowMajor(application.inputs().get(0).type().withShape(flat));
    MemoryDescription to = Layouts.rowMajor(application.result().type().withShape(flat));
    return new PrimitiveKernel(
        ReorderPrimitives.between(from, to),
        Role.input(Argument.SOURCE, 0, from),
        Role.result(Argument.DESTINATION, 0, to));
  }
}
