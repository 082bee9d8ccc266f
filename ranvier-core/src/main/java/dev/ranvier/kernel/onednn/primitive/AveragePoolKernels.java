package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.exec.Kernel;
import dev.ranvier.graph.Application;
import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.Layouts;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.binding.Propagation;
import dev.ranvier.kernel.onednn.primitive.PoolingPrimitives.Kind;
import dev.ranvier.kernel.onednn.primitive.PrimitiveKernel.Role;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.AveragePool2dGradientOp;
import dev.ranvier.op.conv.AveragePool2dOp;

/** Average pooling and its gradient. */
public final class AveragePoolKernels {
  private AveragePoolKernels() {}

  public static Kernel forward(AveragePool2dOp op, Application application) {
    MemoryDescription source = Layouts.images(application.inputs().get(0).type());
    MemoryDescription destination = Layouts.images(application.result().type());
    PrimitiveDescription description =
        primitives(op.window(), op.stride(), op.padding(), op.countPadding())
            .forward(Propagation.INFERENCE, source, destination, Attributes.PLAIN);
    return new PrimitiveKernel(
        description,
        Role.input(Argument.SOURCE, 0, source),
        Role.result(Argument.DESTINATION, 0, destination));
  }

  public static Kernel gradient(AveragePool2dGradientOp op, Application application) {
    MemoryDescription upstream = Layouts.images(application.inputs().get(0).type());
    MemoryDescription gradient = Layouts.images(application.result().type());
    PoolingPrimitives primitives =
        primitives(op.window(), op.stride(), op.padding(), op.countPadding());
    try (PrimitiveDescription hint =
        primitives.forward(Propagation.TRAINING, gradient, upstream, Attributes.PLAIN)) {
      return new PrimitiveKernel(
          primitives.backward(hint, gradient, upstream, Attributes.PLAIN),
          Role.input(Argument.DIFF_DESTINATION, 0, upstream),
          Role.result(Argument.DIFF_SOURCE, 0, gradient));
    }
  }

  private static PoolingPrimitives primitives(
      Pair window, Pair stride, Padding padding, boolean countPadding) {
    return new PoolingPrimitives(
        countPadding ? Kind.MEAN_WITH_PADDING : Kind.MEAN_WITHOUT_PADDING,
        Windows.sizes(window),
        Windows.of(stride, padding, Pair.ONE));
  }
}
