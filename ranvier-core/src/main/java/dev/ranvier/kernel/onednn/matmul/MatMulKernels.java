package dev.ranvier.kernel.onednn.matmul;

import dev.ranvier.exec.Kernel;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.BinaryFunction;
import dev.ranvier.kernel.onednn.binding.DataType;
import dev.ranvier.kernel.onednn.binding.Dnnl;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.kernel.onednn.binding.Layouts;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.PostOperation;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.primitive.MatMulPrimitives;
import dev.ranvier.kernel.onednn.primitive.PackableKernel;
import dev.ranvier.kernel.onednn.primitive.PrimitiveKernel;
import dev.ranvier.kernel.onednn.primitive.PrimitiveKernel.Role;
import dev.ranvier.op.BatchMatMul;
import dev.ranvier.op.MatMul;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Matrix products; transposed operands are a matter of strides.
 *
 * <p>Where vectors have 256 bits, oneDNN's older implementation takes 2 to 16 % less time than its
 * first choice, but for long sums (Zen 3, one thread, the shapes of small multilayer perceptrons).
 */
public final class MatMulKernels {
  private static final int LONG_SUM = 2048;

  private static final int WEIGHTS = 1;
  private static final int BIAS = 2;
  private static final int RESIDUAL = 3;

  private MatMulKernels() {}

  public static Kernel plain(MatMul op, Application application) {
    return kernel(op, Attributes.PLAIN, application);
  }

  /** With one more input, the bias. */
  public static Kernel biased(MatMul op, Attributes after, Application application) {
    return kernel(op, after, application);
  }

  /** With two more inputs, the bias and what is added to the result. */
  public static Kernel residual(MatMul op, Attributes after, Application application) {
    return kernel(op, after, application);
  }

  /** The products of all matrices side by side. */
  public static Kernel batch(BatchMatMul op, Application application) {
    MemoryDescription left =
        Layouts.matrices(application.inputs().get(0).type(), op.transposeLeft());
    MemoryDescription right =
        Layouts.matrices(application.inputs().get(1).type(), op.transposeRight());
    MemoryDescription product = Layouts.matrices(application.result().type(), false);
    DType element = application.inputs().get(0).dtype();
    // Operands of another precision are rounded by a reorder.
    MemoryDescription wanted =
        Layouts.matrices(
            application.inputs().get(1).type().withDType(element), op.transposeRight());
    PrimitiveDescription description =
        MatMulPrimitives.forward(left, wanted, MemoryDescription.none(), product, Attributes.PLAIN);
    return new PrimitiveKernel(
        description,
        Role.input(Argument.SOURCE, 0, left),
        Role.input(Argument.WEIGHTS, 1, right),
        Role.result(Argument.DESTINATION, 0, product));
  }

  private static PrimitiveDescription fastest(PrimitiveDescription first, int inner) {
    return inner < LONG_SUM && !Dnnl.instructionSet().hasWideVectors()
        ? first.by("gemm:jit").orElse(first)
        : first;
  }

  /** Of the inputs, those behind the weights are the bias and what is added to the result. */
  private static Kernel kernel(MatMul op, Attributes attributes, Application application) {
    Node source = application.inputs().get(0);
    Node weights = application.inputs().get(WEIGHTS);
    int rows = application.result().shape().size(0);
    MemoryDescription free =
        Layouts.anyMatrix(DataType.of(source.dtype()), weights.shape(), op.transposeRight());
    if (source.dtype() != weights.dtype()) {
      // Weights that the optimizer keeps in single precision are rounded by a reorder.
      return kernel(op, attributes, application, rows, free);
    }
    MemoryDescription given = Layouts.matrix(weights.type(), op.transposeRight());
    return new PackableKernel(
        byRows(op, attributes, application, given),
        WEIGHTS,
        () -> kernel(op, attributes, application, rows, free));
  }

  /** A kernel whose threads share the result's rows, where that is worth it. */
  private static Kernel byRows(
      MatMul op, Attributes attributes, Application application, MemoryDescription given) {
    Shape result = application.result().shape();
    Optional<GompWorkers> workers = RowSplitMatMulKernel.workers(result.size(0));
    if (workers.isEmpty()) {
      return kernel(op, attributes, application, result.size(0), given);
    }
    int threads = workers.get().threads();
    List<RowSplitMatMulKernel.Part> parts = new ArrayList<>();
    Map<Integer, Kernel> byCount = new HashMap<>(); // equal shares are the same kernel
    for (int part = 0; part < threads; part++) {
      int first = (int) ((long) part * result.size(0) / threads);
      int rows = (int) ((part + 1L) * result.size(0) / threads) - first;
      Kernel share =
          byCount.computeIfAbsent(
              rows,
              count -> GompWorkers.alone(() -> kernel(op, attributes, application, count, given)));
      parts.add(new RowSplitMatMulKernel.Part(share, first));
    }
    return new RowSplitMatMulKernel(parts, cuts(op, application), workers.get());
  }

  private static List<RowSplitMatMulKernel.Cut> cuts(MatMul op, Application application) {
    TensorType left = application.inputs().getFirst().type();
    List<RowSplitMatMulKernel.Cut> cuts = new ArrayList<>();
    cuts.add(
        new RowSplitMatMulKernel.Cut(
            false, 0, op.transposeLeft() ? left.dtype().bytes() : rowBytes(left)));
    if (hasResidual(application)) {
      long row = rowBytes(application.inputs().get(RESIDUAL).type());
      cuts.add(new RowSplitMatMulKernel.Cut(false, RESIDUAL, row));
    }
    cuts.add(new RowSplitMatMulKernel.Cut(true, 0, rowBytes(application.result().type())));
    return cuts;
  }

  private static long rowBytes(TensorType matrix) {
    return (long) matrix.dtype().bytes() * matrix.shape().size(1);
  }

  private static boolean hasResidual(Application application) {
    return application.inputs().size() > RESIDUAL;
  }

  /** A kernel that wants the right matrix in a layout, for so many rows of the result. */
  private static PrimitiveKernel kernel(
      MatMul op,
      Attributes attributes,
      Application application,
      int rows,
      MemoryDescription wanted) {
    Node source = application.inputs().get(0);
    Node weights = application.inputs().get(WEIGHTS);
    MemoryDescription left = Layouts.rowsOf(source.type(), op.transposeLeft(), rows);
    MemoryDescription product = Layouts.rowsOf(application.result().type(), false, rows);
    MemoryDescription bias = MemoryDescription.none();
    Attributes all = attributes;
    List<Role> roles = new ArrayList<>();
    if (application.inputs().size() > BIAS) {
      bias = Layouts.row(application.inputs().get(BIAS).shape());
      roles.add(Role.input(Argument.BIAS, BIAS, bias));
    }
    if (hasResidual(application)) {
      MemoryDescription residual =
          Layouts.rowsOf(application.inputs().get(RESIDUAL).type(), false, rows);
      all = attributes.after(new PostOperation.Combine(BinaryFunction.ADD, residual));
      roles.add(Role.input(Argument.postOperand(0), RESIDUAL, residual));
    }
    PrimitiveDescription description =
        fastest(
            MatMulPrimitives.forward(left, wanted, bias, product, all),
            source.shape().size(op.transposeLeft() ? 0 : 1));
    roles.add(Role.input(Argument.SOURCE, 0, left));
    roles.add(
        Role.input(Argument.WEIGHTS, WEIGHTS, Layouts.matrix(weights.type(), op.transposeRight())));
    roles.add(Role.result(Argument.DESTINATION, 0, product));
    return new PrimitiveKernel(description, roles.toArray(Role[]::new));
  }
}
