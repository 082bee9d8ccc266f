package dev.ranvier.kernel.onednn;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Processor;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.Dnnl;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.kernel.onednn.binding.OneDnnException;
import dev.ranvier.kernel.onednn.conv.ConvolutionKernels;
import dev.ranvier.kernel.onednn.conv.Im2colBackwardWeightsKernel;
import dev.ranvier.kernel.onednn.conv.Im2rowBackwardWeights;
import dev.ranvier.kernel.onednn.conv.Im2rowBackwardWeightsKernel;
import dev.ranvier.kernel.onednn.conv.TapGemmConvolution;
import dev.ranvier.kernel.onednn.conv.TapGemmKernel;
import dev.ranvier.kernel.onednn.matmul.MatMulKernels;
import dev.ranvier.kernel.onednn.primitive.AveragePoolKernels;
import dev.ranvier.kernel.onednn.primitive.CastKernels;
import dev.ranvier.kernel.onednn.primitive.Implementation;
import dev.ranvier.kernel.onednn.primitive.Implementation.Threads;
import dev.ranvier.kernel.onednn.primitive.SoftmaxKernels;
import dev.ranvier.op.BatchMatMulOp;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.BiasedResidualOp;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.conv.AveragePool2dGradientOp;
import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.op.normalization.SoftmaxGradientOp;
import dev.ranvier.op.normalization.SoftmaxOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kernels of the oneDNN library: GEMMs, convolutions, average pooling, softmax; and convolutions
 * made of its GEMMs. It offers whatever it can compute; the tables of {@code dev.ranvier.kernel}
 * choose among its algorithms.
 */
public final class OneDnnBackend implements Backend {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnnBackend.class);

  /**
   * Elements of softmax and casts below which one thread is done before a second would have joined
   * it: a fork and join takes about 2 µs when the threads are ready, and many times that when they
   * sleep or the machine is busy.
   */
  private static final long SMALL_ELEMENTS = 1 << 14;

  private final Processor processor;
  private final boolean bf16;
  private final boolean alone;

  /**
   * A backend.
   *
   * @param alone whether all kernels stay on the thread that calls them; else the small ones do
   */
  public OneDnnBackend(Processor processor, boolean alone) {
    this.processor = processor;
    this.bf16 = processor.instructions().has(Processor.InstructionSet.AVX512_BF16);
    this.alone = alone;
  }

  /**
   * This machine's processor: where the system does not tell its instructions, those that oneDNN
   * finds.
   */
  public static Processor processor() {
    Processor known = Processor.current();
    return known.features().isEmpty()
        ? known.withFeatures(Dnnl.instructionSet().level().features())
        : known;
  }

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public String describe() {
    return "oneDNN " + Dnnl.version() + ", " + Dnnl.instructionSet();
  }

  @Override
  public Backend onCallersThread() {
    return new OneDnnBackend(processor, true);
  }

  @Override
  public Optional<Kernel> kernel(Application application) {
    boolean small =
        application.inputs().stream().allMatch(input -> input.shape().elements() < SMALL_ELEMENTS);
    return kernel(application, Implementation.FIRST.withThreads(small ? Threads.ONE : Threads.ALL));
  }

  /** A kernel of an implementation, if oneDNN can compute the application that way. */
  public Optional<Kernel> kernel(Application application, Implementation implementation) {
    if (!holdsOnly(application, DType.F32) && !isBf16Work(application)) {
      return Optional.empty();
    }
    try {
      return possibleKernel(application, implementation);
    } catch (OneDnnException failure) {
      OneDnnException named = failure.during(application.op().name() + " of " + types(application));
      if (!failure.isUnimplemented()) {
        throw named;
      }
      LOG.warn("{}; another kernel replaces it, which may be slow", named.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Kernel> possibleKernel(Application application, Implementation implementation) {
    Op computed = LowPrecisionOp.computed(application.op());
    if (alone || implementation.threads() == Threads.ONE) {
      return GompWorkers.alone(() -> kernelFor(computed, application, implementation));
    }
    // The thread may still be confined by the last kernel it ran.
    GompWorkers.find().ifPresent(GompWorkers::join);
    return kernelFor(computed, application, implementation);
  }

  private static List<TensorType> types(Application application) {
    return application.inputs().stream().map(Node::type).toList();
  }

  private static Optional<Kernel> kernelFor(
      Op computed, Application application, Implementation implementation) {
    return switch (implementation.algorithm()) {
      case PRIMITIVE -> primitiveFor(computed, application, implementation);
      case IM2COL -> Im2colBackwardWeightsKernel.of(computed, application);
      case IM2ROW ->
          Im2rowBackwardWeights.of(computed, application)
              .flatMap(form -> kernelFor(form, implementation));
      case TAP_GEMM -> TapGemmConvolution.of(computed, application).map(TapGemmKernel::new);
    };
  }

  static Optional<Kernel> kernelFor(Im2rowBackwardWeights form, Implementation implementation) {
    return primitiveFor(LowPrecisionOp.computed(form.gemm().op()), form.gemm(), implementation)
        .map(gemm -> new Im2rowBackwardWeightsKernel(form, gemm));
  }

  private static Optional<Kernel> primitiveFor(
      Op computed, Application application, Implementation implementation) {
    return switch (computed) {
      case MatMulOp op -> Optional.of(MatMulKernels.plain(op, application, implementation));
      case BatchMatMulOp op -> Optional.of(MatMulKernels.batch(op, application));
      case Convolution2dOp op ->
          Optional.of(ConvolutionKernels.plain(op, application, implementation));
      case BiasedOp(MatMulOp op, var activation) ->
          Attributes.of(activation)
              .map(epilogue -> MatMulKernels.biased(op, epilogue, application, implementation));
      case BiasedOp(Convolution2dOp op, var activation) ->
          Attributes.of(activation)
              .map(
                  epilogue -> ConvolutionKernels.biased(op, epilogue, application, implementation));
      case BiasedResidualOp(MatMulOp op, var activation) ->
          Attributes.of(activation)
              .map(epilogue -> MatMulKernels.biased(op, epilogue, application, implementation));
      case BiasedResidualOp(Convolution2dOp op, var activation) ->
          Attributes.of(activation)
              .map(
                  epilogue ->
                      ConvolutionKernels.residual(op, epilogue, application, implementation));
      case Convolution2dInputGradientOp op ->
          Optional.of(ConvolutionKernels.inputGradient(op, application, implementation));
      case Convolution2dFilterGradientOp op ->
          Optional.of(ConvolutionKernels.filterGradient(op, application));
      case AveragePool2dOp op -> Optional.of(AveragePoolKernels.forward(op, application));
      case AveragePool2dGradientOp op -> Optional.of(AveragePoolKernels.gradient(op, application));
      case SoftmaxOp op -> Optional.of(SoftmaxKernels.of(application));
      case SoftmaxGradientOp op -> Optional.of(SoftmaxKernels.gradient(application));
      case CastOp op -> Optional.of(CastKernels.of(application));
      default -> Optional.empty();
    };
  }

  private boolean isBf16Work(Application application) {
    return bf16
        && (application.op() instanceof LowPrecisionOp
            || application.op() instanceof CastOp && holdsOnly(application, DType.F32, DType.BF16));
  }

  private static boolean holdsOnly(Application application, DType... dtypes) {
    return Stream.concat(application.inputs().stream(), application.results().stream())
        .map(Node::dtype)
        .allMatch(List.of(dtypes)::contains);
  }
}
