package dev.ranvier.kernel.onednn.conv;

import dev.ranvier.exec.Kernel;
import dev.ranvier.graph.Application;
import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.DataType;
import dev.ranvier.kernel.onednn.binding.Layouts;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.PostOperation;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.binding.Propagation;
import dev.ranvier.kernel.onednn.primitive.ConvolutionPrimitives;
import dev.ranvier.kernel.onednn.primitive.Implementation;
import dev.ranvier.kernel.onednn.primitive.PrimitiveKernel;
import dev.ranvier.kernel.onednn.primitive.PrimitiveKernel.Role;
import dev.ranvier.kernel.onednn.primitive.Windows;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions and their two gradients.
 *
 * <p>Images stay channels-last; filters are reordered into the layout that oneDNN likes best.
 */
public final class ConvolutionKernels {
  private static final int RESIDUAL = 3;

  private ConvolutionKernels() {}

  public static Kernel plain(
      Convolution2dOp op, Application application, Implementation implementation) {
    return forward(op, implementation, Attributes.PLAIN, application);
  }

  /** With one more input, the bias. */
  public static Kernel biased(
      Convolution2dOp op,
      Attributes epilogue,
      Application application,
      Implementation implementation) {
    return forward(op, implementation, epilogue, application, biasRole(application));
  }

  /** With two more inputs, the bias and what is added to the result. */
  public static Kernel residual(
      Convolution2dOp op,
      Attributes epilogue,
      Application application,
      Implementation implementation) {
    MemoryDescription residual = Layouts.images(application.inputs().get(RESIDUAL).type());
    return forward(
        op,
        implementation,
        epilogue.withFirst(new PostOperation.Add(residual)),
        application,
        biasRole(application),
        Role.input(Argument.postOperand(0), RESIDUAL, residual));
  }

  private static Role biasRole(Application application) {
    int channels = application.inputs().get(2).shape().size(0);
    return Role.input(Argument.BIAS, 2, Layouts.vector(channels));
  }

  /**
   * A convolution.
   *
   * @param more the bias first, if there is one
   */
  private static Kernel forward(
      Convolution2dOp op,
      Implementation implementation,
      Attributes attributes,
      Application application,
      Role... more) {
    DataType data = DataType.of(application.inputs().get(0).dtype());
    MemoryDescription source = Layouts.images(application.inputs().get(0).type());
    Shape filters = application.inputs().get(1).shape();
    MemoryDescription destination = Layouts.images(application.result().type());
    MemoryDescription bias = more.length > 0 ? more[0].layout() : MemoryDescription.none();
    PrimitiveDescription description =
        primitives(op.stride(), op.padding(), op.dilation())
            .forward(
                Propagation.INFERENCE,
                source,
                Layouts.anyFilters(data, filters, op.groups()),
                bias,
                destination,
                attributes)
            .preferably(implementation.name());
    List<Role> roles = new ArrayList<>(List.of(more));
    roles.add(Role.input(Argument.SOURCE, 0, source));
    roles.add(
        Role.input(
            Argument.WEIGHTS, 1, Layouts.filters(application.inputs().get(1).type(), op.groups())));
    roles.add(Role.result(Argument.DESTINATION, 0, destination));
    return new PrimitiveKernel(description, roles.toArray(Role[]::new));
  }

  public static Kernel inputGradient(
      Convolution2dInputGradientOp op, Application application, Implementation implementation) {
    DataType data = DataType.of(application.inputs().get(0).dtype());
    MemoryDescription upstream = Layouts.images(application.inputs().get(0).type());
    Shape filters = application.inputs().get(1).shape();
    MemoryDescription gradient = Layouts.images(application.result().type());
    MemoryDescription any = Layouts.anyFilters(data, filters, op.groups());
    ConvolutionPrimitives primitives = primitives(op.stride(), op.padding(), op.dilation());
    DType element = application.inputs().get(0).dtype();
    MemoryDescription source = Layouts.images(application.result().type().withDType(element));
    try (PrimitiveDescription hint = hint(primitives, source, any, upstream)) {
      return new PrimitiveKernel(
          primitives
              .backwardData(hint, gradient, any, upstream, Attributes.PLAIN)
              .preferably(implementation.name()),
          Role.input(Argument.DIFF_DESTINATION, 0, upstream),
          Role.input(
              Argument.WEIGHTS,
              1,
              Layouts.filters(application.inputs().get(1).type(), op.groups())),
          Role.result(Argument.DIFF_SOURCE, 0, gradient));
    }
  }

  public static Kernel filterGradient(Convolution2dFilterGradientOp op, Application application) {
    MemoryDescription source = Layouts.images(application.inputs().get(0).type());
    MemoryDescription upstream = Layouts.images(application.inputs().get(1).type());
    Shape filters = application.result().shape();
    DataType data = DataType.of(application.result().dtype());
    MemoryDescription any = Layouts.anyFilters(data, filters, op.groups());
    ConvolutionPrimitives primitives = primitives(op.stride(), op.padding(), op.dilation());
    DataType element = DataType.of(application.inputs().get(0).dtype());
    MemoryDescription weights = Layouts.anyFilters(element, filters, op.groups());
    try (PrimitiveDescription hint = hint(primitives, source, weights, upstream)) {
      return new PrimitiveKernel(
          primitives.backwardWeights(
              hint, source, any, MemoryDescription.none(), upstream, Attributes.PLAIN),
          Role.input(Argument.SOURCE, 0, source),
          Role.input(Argument.DIFF_DESTINATION, 1, upstream),
          Role.result(
              Argument.DIFF_WEIGHTS, 0, Layouts.filters(application.result().type(), op.groups())));
    }
  }

  /** The forward primitive that a backward one is chosen along with. */
  private static PrimitiveDescription hint(
      ConvolutionPrimitives primitives,
      MemoryDescription source,
      MemoryDescription filters,
      MemoryDescription destination) {
    return primitives.forward(
        Propagation.TRAINING,
        source,
        filters,
        MemoryDescription.none(),
        destination,
        Attributes.PLAIN);
  }

  private static ConvolutionPrimitives primitives(Pair stride, Padding padding, Pair dilation) {
    return new ConvolutionPrimitives(Windows.of(stride, padding, dilation));
  }
}
