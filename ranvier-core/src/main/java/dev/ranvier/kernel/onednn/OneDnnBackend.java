package dev.ranvier.kernel.onednn;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.Kernel;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.op.AveragePool2d;
import dev.ranvier.op.AveragePool2dGradient;
import dev.ranvier.op.BatchNormalization;
import dev.ranvier.op.BatchNormalizationGradient;
import dev.ranvier.op.Biased;
import dev.ranvier.op.Convolution2d;
import dev.ranvier.op.Convolution2dFilterGradient;
import dev.ranvier.op.Convolution2dInputGradient;
import dev.ranvier.op.Elementwise;
import dev.ranvier.op.MatMul;
import dev.ranvier.op.Relu;
import dev.ranvier.op.Sigmoid;
import dev.ranvier.op.Softmax;
import dev.ranvier.op.Tanh;
import dev.ranvier.tensor.DType;
import java.util.Optional;

/** Kernels of the oneDNN library: products, convolutions, pooling, normalization, softmax. */
public final class OneDnnBackend implements Backend {
  OneDnnBackend() {}

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public String describe() {
    return "oneDNN " + Dnnl.version() + ", " + Dnnl.instructionSet();
  }

  @Override
  public Optional<Kernel> kernel(Application application) {
    if (!allSinglePrecision(application)) {
      return Optional.empty();
    }
    return WorkSize.isSmall(application)
        ? GompWorkers.alone(() -> kernelFor(application))
        : kernelFor(application);
  }

  private static Optional<Kernel> kernelFor(Application application) {
    return switch (application.op()) {
      case MatMul op -> Optional.of(MatMulKernels.plain(op, application));
      case Convolution2d op -> Optional.of(ConvolutionKernels.plain(op, application));
      case Biased(MatMul op, var activation) ->
          attributes(activation).map(after -> MatMulKernels.biased(op, after, application));
      case Biased(Convolution2d op, var activation) ->
          attributes(activation).map(after -> ConvolutionKernels.biased(op, after, application));
      case Convolution2dInputGradient op ->
          Optional.of(ConvolutionKernels.inputGradient(op, application));
      case Convolution2dFilterGradient op ->
          Optional.of(ConvolutionKernels.filterGradient(op, application));
      case AveragePool2d op -> Optional.of(AveragePoolKernels.forward(op, application));
      case AveragePool2dGradient op -> Optional.of(AveragePoolKernels.gradient(op, application));
      case BatchNormalization op -> Optional.of(BatchNormalizationKernels.forward(op, application));
      case BatchNormalizationGradient op ->
          Optional.of(BatchNormalizationKernels.gradient(op, application));
      case Softmax op -> Optional.of(SoftmaxKernels.of(application));
      default -> Optional.empty();
    };
  }

  private static boolean allSinglePrecision(Application application) {
    return application.inputs().stream().map(Node::dtype).allMatch(DType.F32::equals)
        && application.results().stream().map(Node::dtype).allMatch(DType.F32::equals);
  }

  /** The activation as a post-operation, where oneDNN has it. */
  private static Optional<Attributes> attributes(Optional<Elementwise> activation) {
    if (activation.isEmpty()) {
      return Optional.of(Attributes.PLAIN);
    }
    return switch (activation.get()) {
      case Relu op -> Optional.of(after(EltwiseFunction.RELU));
      case Tanh op -> Optional.of(after(EltwiseFunction.TANH));
      case Sigmoid op -> Optional.of(after(EltwiseFunction.LOGISTIC));
      default -> Optional.empty();
    };
  }

  private static Attributes after(EltwiseFunction function) {
    return Attributes.PLAIN.with(new PostOperation.Elementwise(function, 0, 0));
  }
}
