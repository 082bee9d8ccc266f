package dev.ranvier.kernel.onednn;

import dev.ranvier.exec.Kernel;
import dev.ranvier.graph.Application;
import dev.ranvier.kernel.onednn.PrimitiveKernel.Role;
import dev.ranvier.op.Convolution2d;
import dev.ranvier.op.Convolution2dFilterGradient;
import dev.ranvier.op.Convolution2dInputGradient;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.Shape;

/**
 * Convolutions and their two gradients.
 *
 * <p>Filters are reordered into the layout that oneDNN likes best. Images stay channels-last where
 * vectors have 512 bits; with shorter ones oneDNN's blocked layout is so much faster (a third and
 * more, on AVX2) that images are reordered there and back.
 */
final class ConvolutionKernels {
  /** Channels in a block of the layout for vectors of 256 bits. */
  private static final int BLOCK = 8;

  private static final boolean CHANNELS_LAST = Dnnl.instructionSet().hasWideVectors();

  private ConvolutionKernels() {}

  /** Whether a convolution is worth reordering its images to the blocked layout and back. */
  private static boolean blocked(Shape source, Shape result) {
    return !CHANNELS_LAST && source.size(3) % BLOCK == 0 && result.size(3) % BLOCK == 0;
  }

  /** The layout that a primitive is asked to take images in. */
  private static MemoryDescription asked(Shape images, boolean blocked) {
    return blocked ? Layouts.anyImages(images) : Layouts.images(images);
  }

  /** Left to itself, oneDNN prefers a channels-last implementation that is slower. */
  private static PrimitiveDescription chosen(PrimitiveDescription first, boolean blocked) {
    return blocked ? first.by("jit:").orElse(first) : first;
  }

  static Kernel plain(Convolution2d op, Application application) {
    return forward(op, Attributes.PLAIN, application, false);
  }

  /** With one more input, the bias. */
  static Kernel biased(Convolution2d op, Attributes after, Application application) {
    return forward(op, after, application, true);
  }

  private static Kernel forward(
      Convolution2d op, Attributes attributes, Application application, boolean biased) {
    MemoryDescription source = Layouts.images(application.inputs().get(0).shape());
    Shape filters = application.inputs().get(1).shape();
    MemoryDescription destination = Layouts.images(application.result().shape());
    MemoryDescription bias = biased ? Layouts.vector(filters.size(3)) : MemoryDescription.none();
    boolean blocked = blocked(application.inputs().get(0).shape(), application.result().shape());
    PrimitiveDescription description =
        chosen(
            primitives(op.stride(), op.padding(), op.dilation())
                .forward(
                    Propagation.INFERENCE,
                    asked(application.inputs().get(0).shape(), blocked),
                    Layouts.anyFilters(filters, op.groups()),
                    bias,
                    asked(application.result().shape(), blocked),
                    attributes),
            blocked);
    Role in = Role.input(Argument.SOURCE, 0, source);
    Role weights = Role.input(Argument.WEIGHTS, 1, Layouts.filters(filters, op.groups()));
    Role out = Role.result(Argument.DESTINATION, 0, destination);
    return biased
        ? new PrimitiveKernel(description, in, weights, Role.input(Argument.BIAS, 2, bias), out)
        : new PrimitiveKernel(description, in, weights, out);
  }

  static Kernel inputGradient(Convolution2dInputGradient op, Application application) {
    MemoryDescription upstream = Layouts.images(application.inputs().get(0).shape());
    Shape filters = application.inputs().get(1).shape();
    MemoryDescription gradient = Layouts.images(application.result().shape());
    MemoryDescription any = Layouts.anyFilters(filters, op.groups());
    Shape source = application.result().shape();
    Shape result = application.inputs().get(0).shape();
    boolean blocked = blocked(source, result);
    MemoryDescription askedGradient = asked(source, blocked);
    MemoryDescription askedUpstream = asked(result, blocked);
    ConvolutionPrimitives primitives = primitives(op.stride(), op.padding(), op.dilation());
    try (PrimitiveDescription hint = hint(primitives, askedGradient, any, askedUpstream)) {
      return new PrimitiveKernel(
          primitives.backwardData(hint, askedGradient, any, askedUpstream, Attributes.PLAIN),
          Role.input(Argument.DIFF_DESTINATION, 0, upstream),
          Role.input(Argument.WEIGHTS, 1, Layouts.filters(filters, op.groups())),
          Role.result(Argument.DIFF_SOURCE, 0, gradient));
    }
  }

  static Kernel filterGradient(Convolution2dFilterGradient op, Application application) {
    MemoryDescription source = Layouts.images(application.inputs().get(0).shape());
    MemoryDescription upstream = Layouts.images(application.inputs().get(1).shape());
    Shape filters = application.result().shape();
    MemoryDescription any = Layouts.anyFilters(filters, op.groups());
    boolean blocked =
        blocked(application.inputs().get(0).shape(), application.inputs().get(1).shape());
    MemoryDescription askedSource = asked(application.inputs().get(0).shape(), blocked);
    MemoryDescription askedUpstream = asked(application.inputs().get(1).shape(), blocked);
    ConvolutionPrimitives primitives = primitives(op.stride(), op.padding(), op.dilation());
    try (PrimitiveDescription hint = hint(primitives, askedSource, any, askedUpstream)) {
      return new PrimitiveKernel(
          primitives.backwardWeights(
              hint, askedSource, any, MemoryDescription.none(), askedUpstream, Attributes.PLAIN),
          Role.input(Argument.SOURCE, 0, source),
          Role.input(Argument.DIFF_DESTINATION, 1, upstream),
          Role.result(Argument.DIFF_WEIGHTS, 0, Layouts.filters(filters, op.groups())));
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
