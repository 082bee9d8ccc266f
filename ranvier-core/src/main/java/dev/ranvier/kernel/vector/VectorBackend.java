package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.JavaWorkers;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.kernel.vector.copy.ArgMaxKernel;
import dev.ranvier.kernel.vector.copy.CopyKernel;
import dev.ranvier.kernel.vector.copy.GatherKernel;
import dev.ranvier.kernel.vector.copy.OneHotKernel;
import dev.ranvier.kernel.vector.copy.ScatterAddKernel;
import dev.ranvier.kernel.vector.gemm.ConvolutionGeometry;
import dev.ranvier.kernel.vector.gemm.ConvolutionGeometry.Steps;
import dev.ranvier.kernel.vector.gemm.ConvolutionKernel;
import dev.ranvier.kernel.vector.gemm.ConvolutionKernel.Wanted;
import dev.ranvier.kernel.vector.gemm.MatMulKernel;
import dev.ranvier.kernel.vector.loop.BlockwiseKernel;
import dev.ranvier.kernel.vector.loop.ElementwiseKernel;
import dev.ranvier.kernel.vector.loop.LoopForm;
import dev.ranvier.kernel.vector.loop.Loops;
import dev.ranvier.kernel.vector.loop.SoftmaxGradientKernel;
import dev.ranvier.kernel.vector.loop.SoftmaxKernel;
import dev.ranvier.kernel.vector.pool.AveragePoolKernel;
import dev.ranvier.kernel.vector.pool.MaxPoolGradientKernel;
import dev.ranvier.kernel.vector.pool.MaxPoolKernel;
import dev.ranvier.kernel.vector.pool.PoolGeometry;
import dev.ranvier.op.ArgMaxOp;
import dev.ranvier.op.BatchMatMulOp;
import dev.ranvier.op.BlockwiseOp;
import dev.ranvier.op.BroadcastToOp;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.ConcatenateOp;
import dev.ranvier.op.Elementwise;
import dev.ranvier.op.FusedOp;
import dev.ranvier.op.GatherOp;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.MaxOp;
import dev.ranvier.op.Movement;
import dev.ranvier.op.OneHotOp;
import dev.ranvier.op.Outcome;
import dev.ranvier.op.PadOp;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.ScatterAddOp;
import dev.ranvier.op.SliceOp;
import dev.ranvier.op.SplitOp;
import dev.ranvier.op.SumOp;
import dev.ranvier.op.TransposeOp;
import dev.ranvier.op.UniformOp;
import dev.ranvier.op.conv.AveragePool2dGradientOp;
import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.op.conv.MaxPool2dGradientOp;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.op.normalization.LogSoftmaxOp;
import dev.ranvier.op.normalization.SoftmaxGradientOp;
import dev.ranvier.op.normalization.SoftmaxOp;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.Fold;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Kernels in Java: compiled loops for elementwise ops, hand-written ones for the structural ops.
 *
 * <p>Loops use the Vector API where it is present and not disabled by {@code -Dranvier.vector=off};
 * otherwise they take one element at a time. For every kernel the result is the same, bit for bit,
 * for any number of threads.
 */
public final class VectorBackend implements Backend {
  private final Workers workers;
  private final Loops loops;

  /** A backend whose kernels run on the given threads. */
  public VectorBackend(Workers workers) {
    this(workers, Loops.adaptive(LoopForm.available()));
  }

  public VectorBackend(Workers workers, Loops loops) {
    this.workers = workers;
    this.loops = loops;
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public String describe() {
    return loops.form() == LoopForm.PLAIN
        ? "Java loops, one number at a time: the Vector API is not there"
        : "Java loops, vectors of " + loops.form().lanes() + " f32 numbers";
  }

  @Override
  public Backend onCallersThread() {
    return new VectorBackend(new JavaWorkers(1), loops);
  }

  @Override
  public Optional<Kernel> kernel(Application application) {
    List<TensorType> inputs = application.inputs().stream().map(Node::type).toList();
    List<TensorType> results = application.results().stream().map(Node::type).toList();
    Optional<FusedOp> loop = asLoop(application.op(), inputs, results.getFirst());
    if (loop.isPresent()) {
      return ElementwiseKernel.of(loop.get(), inputs, loops, workers);
    }
    if (application.op() instanceof LowPrecisionOp(Op pool, var _) && isMaxPool(pool)) {
      return kernel(pool, inputs, results);
    }
    if (application.op() instanceof Movement) {
      return kernel(application.op(), inputs, results);
    }
    if (application.op() instanceof BlockwiseOp op) {
      return BlockwiseKernel.of(op, inputs, results, loops);
    }
    return holdsFourBytes(inputs) && holdsFourBytes(results)
        ? kernel(application.op(), inputs, results)
        : Optional.empty();
  }

  private static boolean isMaxPool(Op op) {
    return op instanceof MaxPool2dOp || op instanceof MaxPool2dGradientOp;
  }

  /** An elementwise op, or a reduction in f32, as the smallest loop there is. */
  private static Optional<FusedOp> asLoop(Op op, List<TensorType> inputs, TensorType result) {
    return switch (op) {
      case FusedOp fused -> Optional.of(fused);
      case Elementwise elementwise ->
          Optional.of(FusedOp.single(elementwise.arity(), elementwise.formula(), result));
      case UniformOp uniform -> Optional.of(FusedOp.single(1, UniformOp.FORMULA, result));
      case BroadcastToOp broadcast ->
          Optional.of(FusedOp.single(1, Expression.argument(0), result));
      case CastOp cast -> Optional.of(FusedOp.single(1, Expression.argument(0), result));
      case SumOp(List<Integer> axes) when result.dtype() == DType.F32 ->
          Optional.of(reduction(inputs.getFirst().shape(), Fold.SUM, axes));
      case MaxOp(List<Integer> axes) when result.dtype() == DType.F32 ->
          Optional.of(reduction(inputs.getFirst().shape(), Fold.MAX, axes));
      default -> Optional.empty();
    };
  }

  private static FusedOp reduction(Shape shape, Fold function, List<Integer> axes) {
    ScalarProgram same = ScalarProgram.of(1, List.of(Expression.argument(0)));
    return new FusedOp(shape, same, List.of(new Outcome.Reduced(function, axes)));
  }

  private Optional<Kernel> kernel(Op op, List<TensorType> inputs, List<TensorType> results) {
    Shape x = inputs.isEmpty() ? Shape.SCALAR : inputs.getFirst().shape();
    Shape y = results.getFirst().shape();
    LoopForm form = loops.form();
    return switch (op) {
      case SoftmaxOp softmax -> Optional.of(new SoftmaxKernel(false, x, loops, workers));
      case SoftmaxGradientOp gradient -> Optional.of(new SoftmaxGradientKernel(x, loops, workers));
      case LogSoftmaxOp softmax -> Optional.of(new SoftmaxKernel(true, x, loops, workers));
      case OneHotOp(int classes) -> Optional.of(new OneHotKernel(classes, x, workers));
      case ArgMaxOp argMax -> Optional.of(new ArgMaxKernel(x, form, workers));
      case TransposeOp transpose -> Optional.of(CopyKernel.of(transpose, x, y, workers));
      case SliceOp slice -> Optional.of(CopyKernel.of(slice, x, y, workers));
      case SplitOp split -> Optional.of(CopyKernel.of(split, x, y, workers));
      case PadOp pad -> Optional.of(CopyKernel.of(pad, x, y, workers));
      case ConcatenateOp concatenate -> {
        List<Shape> parts = inputs.stream().map(TensorType::shape).toList();
        yield Optional.of(CopyKernel.of(concatenate, parts, y, workers));
      }
      case MaxPool2dOp(Pair window, Pair stride, Padding padding, boolean keeps) -> {
        PoolGeometry geometry = new PoolGeometry(x, y, window, stride, padding);
        yield Optional.of(new MaxPoolKernel(geometry, results.getFirst().dtype(), form, workers));
      }
      case MaxPool2dGradientOp(Pair window, Pair stride, Padding padding, Shape images) -> {
        PoolGeometry geometry = new PoolGeometry(images, x, window, stride, padding);
        yield Optional.of(
            new MaxPoolGradientKernel(geometry, results.getFirst().dtype(), form, workers));
      }
      case AveragePool2dOp(Pair window, Pair stride, Padding padding, boolean countPadding) -> {
        PoolGeometry geometry = new PoolGeometry(x, y, window, stride, padding);
        yield Optional.of(new AveragePoolKernel(false, geometry, countPadding, form, workers));
      }
      case AveragePool2dGradientOp(
              Pair window,
              Pair stride,
              Padding padding,
              boolean countPadding,
              Shape images) -> {
        PoolGeometry geometry = new PoolGeometry(images, x, window, stride, padding);
        yield Optional.of(new AveragePoolKernel(true, geometry, countPadding, form, workers));
      }
      case GatherOp gather ->
          Optional.of(new GatherKernel(gather, x, inputs.get(1).shape(), workers));
      case ScatterAddOp(int axis, int size) ->
          Optional.of(new ScatterAddKernel(axis, y, inputs.get(1).shape(), workers));
      case MatMulOp matMul ->
          Optional.of(new MatMulKernel(matMul, x, inputs.get(1).shape(), form, workers));
      case BatchMatMulOp(boolean left, boolean right) ->
          Optional.of(
              new MatMulKernel(new MatMulOp(left, right), x, inputs.get(1).shape(), form, workers));
      case Convolution2dOp(Pair stride, Padding padding, Pair dilation, int groups) ->
          convolution(
              Wanted.FORWARD,
              new ConvolutionGeometry(
                  x, inputs.get(1).shape(), y, new Steps(stride, padding, dilation), groups));
      case Convolution2dInputGradientOp(
              Pair stride,
              Padding padding,
              Pair dilation,
              int groups,
              Shape images) ->
          convolution(
              Wanted.BACKWARD_DATA,
              new ConvolutionGeometry(
                  images, inputs.get(1).shape(), x, new Steps(stride, padding, dilation), groups));
      case Convolution2dFilterGradientOp(
              Pair stride,
              Padding padding,
              Pair dilation,
              int groups,
              Shape filter) ->
          convolution(
              Wanted.BACKWARD_WEIGHTS,
              new ConvolutionGeometry(
                  x, filter, inputs.get(1).shape(), new Steps(stride, padding, dilation), groups));
      default -> Optional.empty();
    };
  }

  private Optional<Kernel> convolution(Wanted wanted, ConvolutionGeometry geometry) {
    return Optional.of(new ConvolutionKernel(wanted, geometry, loops.form(), workers));
  }

  private static boolean holdsFourBytes(List<TensorType> types) {
    return types.stream().allMatch(type -> type.dtype() == DType.F32 || type.dtype() == DType.I32);
  }

  @Override
  public String toString() {
    return name() + " " + loops;
  }
}
