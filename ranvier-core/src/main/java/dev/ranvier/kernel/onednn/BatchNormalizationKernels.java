package dev.ranvier.kernel.onednn;

import dev.ranvier.exec.Kernel;
import dev.ranvier.graph.Application;
import dev.ranvier.kernel.onednn.NormalizationPrimitives.Flag;
import dev.ranvier.kernel.onednn.PrimitiveKernel.Role;
import dev.ranvier.op.BatchNormalization;
import dev.ranvier.op.BatchNormalizationGradient;
import dev.ranvier.tensor.TensorType;
import java.util.Set;

/** Batch normalization in training and its gradient. */
final class BatchNormalizationKernels {
  private BatchNormalizationKernels() {}

  static Kernel forward(BatchNormalization op, Application application) {
    TensorType type = application.inputs().get(0).type();
    MemoryDescription values = Layouts.positions(type);
    MemoryDescription channels = Layouts.vector(type.shape().size(-1));
    return new PrimitiveKernel(
        forward(op.epsilon(), values),
        Role.input(Argument.SOURCE, 0, values),
        Role.input(Argument.SCALE, 1, channels),
        Role.input(Argument.SHIFT, 2, channels),
        Role.result(Argument.DESTINATION, 0, values),
        Role.result(Argument.MEAN, 1, channels),
        Role.result(Argument.VARIANCE, 2, channels));
  }

  static Kernel gradient(BatchNormalizationGradient op, Application application) {
    TensorType type = application.inputs().get(0).type();
    MemoryDescription values = Layouts.positions(type);
    MemoryDescription channels = Layouts.vector(type.shape().size(-1));
    try (PrimitiveDescription hint = forward(op.epsilon(), values)) {
      return new PrimitiveKernel(
          primitives(op.epsilon()).batchBackward(hint, values, values, values, Attributes.PLAIN),
          Role.input(Argument.SOURCE, 0, values),
          Role.input(Argument.SCALE, 1, channels),
          Role.input(Argument.MEAN, 2, channels),
          Role.input(Argument.VARIANCE, 3, channels),
          Role.input(Argument.DIFF_DESTINATION, 4, values),
          Role.result(Argument.DIFF_SOURCE, 0, values),
          Role.result(Argument.DIFF_SCALE, 1, channels),
          Role.result(Argument.DIFF_SHIFT, 2, channels));
    }
  }

  private static PrimitiveDescription forward(double epsilon, MemoryDescription values) {
    return primitives(epsilon).batchForward(Propagation.TRAINING, values, values, Attributes.PLAIN);
  }

  private static NormalizationPrimitives primitives(double epsilon) {
    return new NormalizationPrimitives((float) epsilon, Set.of(Flag.SCALE, Flag.SHIFT));
  }
}
