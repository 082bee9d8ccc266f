package dev.ranvier.kernel.onednn;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.Kernel;
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
import dev.ranvier.kernel.onednn.primitive.SoftmaxKernels;
import dev.ranvier.op.AveragePool2d;
import dev.ranvier.op.AveragePool2dGradient;
import dev.ranvier.op.BatchMatMul;
import dev.ranvier.op.Biased;
import dev.ranvier.op.BiasedResidual;
import dev.ranvier.op.Cast;
import dev.ranvier.op.Convolution2d;
import dev.ranvier.op.Convolution2dFilterGradient;
import dev.ranvier.op.Convolution2dInputGradient;
import dev.ranvier.op.LowPrecision;
import dev.ranvier.op.MatMul;
import dev.ranvier.op.Softmax;
import dev.ranvier.op.SoftmaxGradient;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kernels of the oneDNN library: products, convolutions, average pooling, softmax. */
public final class OneDnnBackend implements Backend {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnnBackend.class);

  private final boolean alone;

  /**
   * A backend.
   *
   * @param alone whether all kernels stay on the thread that calls them; else the small ones do
   */
  OneDnnBackend(boolean alone) {
    this.alone = alone;
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
    return new OneDnnBackend(true);
  }

  @Override
  public Optional<Kernel> kernel(Application application) {
    if (!holdsOnly(application, DType.F32) && !isBf16Work(application)) {
      return Optional.empty();
    }
    try {
      return possibleKernel(application);
    } catch (OneDnnException failure) {
      OneDnnException named = failure.during(application.op().name() + " of " + types(application));
      if (!failure.isUnimplemented()) {
        throw named;
      }
      LOG.warn("{}; another kernel takes its place, which may be slow", named.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Kernel> possibleKernel(Application application) {
    if (alone || WorkSize.isSmall(computed(application.op()), application)) {
      return GompWorkers.alone(() -> kernelFor(computed(application.op()), application));
    }
    // The thread may still be confined by the last kernel it ran.
    GompWorkers.find().ifPresent(GompWorkers::join);
    return kernelFor(computed(application.op()), application);
  }

  private static List<TensorType> types(Application application) {
    return application.inputs().stream().map(Node::type).toList();
  }

  private static Optional<Kernel> kernelFor(Op computed, Application application) {
    Optional<Kernel> columns = Im2colBackwardWeightsKernel.of(computed, application);
    if (columns.isPresent()) {
      return columns;
    }
    Optional<TapGemmConvolution> cells =
        TapGemmConvolution.of(computed, application).filter(TapGemmConvolution::isFaster);
    if (cells.isPresent()) {
      return cells.map(TapGemmKernel::new);
    }
    Optional<Im2rowBackwardWeights> rows =
        Im2rowBackwardWeights.of(computed, application).filter(Im2rowBackwardWeights::isFaster);
    return rows.isPresent()
        ? rows.flatMap(OneDnnBackend::kernelFor)
        : ownKernelFor(computed, application);
  }

  static Optional<Kernel> kernelFor(Im2rowBackwardWeights form) {
    return ownKernelFor(computed(form.product().op()), form.product())
        .map(product -> new Im2rowBackwardWeightsKernel(form, product));
  }

  private static Optional<Kernel> ownKernelFor(Op computed, Application application) {
    return switch (computed) {
      case MatMul op -> Optional.of(MatMulKernels.plain(op, application));
      case BatchMatMul op -> Optional.of(MatMulKernels.batch(op, application));
      case Convolution2d op -> Optional.of(ConvolutionKernels.plain(op, application));
      case Biased(MatMul op, var activation) ->
          Attributes.of(activation).map(after -> MatMulKernels.biased(op, after, application));
      case Biased(Convolution2d op, var activation) ->
          Attributes.of(activation).map(after -> ConvolutionKernels.biased(op, after, application));
      case BiasedResidual(MatMul op, var activation) ->
          Attributes.of(activation).map(after -> MatMulKernels.residual(op, after, application));
      case BiasedResidual(Convolution2d op, var activation) ->
          Attributes.of(activation)
              .map(after -> ConvolutionKernels.residual(op, after, application));
      case Convolution2dInputGradient op ->
          Optional.of(ConvolutionKernels.inputGradient(op, application));
      case Convolution2dFilterGradient op ->
          Optional.of(ConvolutionKernels.filterGradient(op, application));
      case AveragePool2d op -> Optional.of(AveragePoolKernels.forward(op, application));
      case AveragePool2dGradient op -> Optional.of(AveragePoolKernels.gradient(op, application));
      case Softmax op -> Optional.of(SoftmaxKernels.of(application));
      case SoftmaxGradient op -> Optional.of(SoftmaxKernels.gradient(application));
      case Cast op -> Optional.of(CastKernels.of(application));
      default -> Optional.empty();
    };
  }

  @Override
  public boolean hasBf16() {
    return Dnnl.instructionSet().hasBf16();
  }

  @Override
  public boolean paysInBf16(Application application, Set<Integer> lasting) {
    return hasBf16()
        && switch (application.op()) {
          case AveragePool2d op -> true;
          case AveragePool2dGradient op -> true;
          default -> WorkSize.paysInBf16(application, lasting.contains(1));
        };
  }

  /** The op whose formula is computed, whatever the precision. */
  private static Op computed(Op op) {
    return op instanceof LowPrecision(Op base, var results) ? base : op;
  }

  private boolean isBf16Work(Application application) {
    return hasBf16()
        && (application.op() instanceof LowPrecision
            || application.op() instanceof Cast && holdsOnly(application, DType.F32, DType.BF16));
  }

  private static boolean holdsOnly(Application application, DType... dtypes) {
    return Stream.concat(application.inputs().stream(), application.results().stream())
        .map(Node::dtype)
        .allMatch(List.of(dtypes)::contains);
  }
}
