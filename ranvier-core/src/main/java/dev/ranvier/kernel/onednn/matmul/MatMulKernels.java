package dev.ranvier.kernel.onednn.matmul;

import dev.ranvier.exec.Kernel;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.DataType;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.kernel.onednn.binding.Layouts;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.PostOperation;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.primitive.Implementation;
import dev.ranvier.kernel.onednn.primitive.Implementation.Threads;
import dev.ranvier.kernel.onednn.primitive.MatMulPrimitives;
import dev.ranvier.kernel.onednn.primitive.PackableKernel;
import dev.ranvier.kernel.onednn.primitive.PrimitiveKernel;
import dev.ranvier.kernel.onednn.primitive.PrimitiveKernel.Role;
import dev.ranvier.op.BatchMatMulOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Matmuls by oneDNN; transposed operands are a matter of strides. */
public final class MatMulKernels {
  private static final int WEIGHTS = 1;
  private static final int BIAS = 2;
  private static final int RESIDUAL = 3;

  private MatMulKernels() {}

  public static Kernel plain(MatMulOp op, Application application, Implementation implementation) {
    return new Maker(op, Attributes.PLAIN, application, implementation).kernel();
  }

  /** With one more input, the bias, or two more, the bias and what is added to the result. */
  public static Kernel biased(
      MatMulOp op, Attributes epilogue, Application application, Implementation implementation) {
    return new Maker(op, epilogue, application, implementation).kernel();
  }

  /** A batch of GEMMs, of matrices that lie side by side. */
  public static Kernel batch(BatchMatMulOp op, Application application) {
    MemoryDescription left =
        Layouts.matrices(application.inputs().get(0).type(), op.transposeLeft());
    MemoryDescription right =
        Layouts.matrices(application.inputs().get(1).type(), op.transposeRight());
    MemoryDescription result = Layouts.matrices(application.result().type(), false);
    DType element = application.inputs().get(0).dtype();
    // Operands of another precision are rounded by a reorder.
    MemoryDescription wanted =
        Layouts.matrices(
            application.inputs().get(1).type().withDType(element), op.transposeRight());
    PrimitiveDescription description =
        MatMulPrimitives.forward(left, wanted, MemoryDescription.none(), result, Attributes.PLAIN);
    return new PrimitiveKernel(
        description,
        Role.input(Argument.SOURCE, 0, left),
        Role.input(Argument.WEIGHTS, 1, right),
        Role.result(Argument.DESTINATION, 0, result));
  }

  /**
   * Makes the kernels of one matmul. Of the inputs, those behind the weights are the bias and what
   * is added to the result.
   */
  private record Maker(
      MatMulOp op, Attributes attributes, Application application, Implementation implementation) {
    Kernel kernel() {
      Node source = application.inputs().get(0);
      Node weights = application.inputs().get(WEIGHTS);
      int rows = application.result().shape().size(0);
      MemoryDescription free =
          Layouts.anyMatrix(DataType.of(source.dtype()), weights.shape(), op.transposeRight());
      if (source.dtype() != weights.dtype()) {
        // Weights that the optimizer keeps in single precision are rounded by a reorder.
        return kernel(rows, free);
      }
      MemoryDescription given = Layouts.matrix(weights.type(), op.transposeRight());
      return new PackableKernel(given(given), WEIGHTS, () -> kernel(rows, free));
    }

    /** A kernel that takes the right matrix as it is; threads may share the result's rows. */
    private Kernel given(MemoryDescription given) {
      Shape result = application.result().shape();
      Optional<GompWorkers> workers =
          implementation.threads() == Threads.BY_ROWS
              ? RowSplitMatMulKernel.workers()
              : Optional.empty();
      if (workers.isEmpty()) {
        return kernel(result.size(0), given);
      }
      int threads = workers.get().threads();
      List<RowSplitMatMulKernel.Part> parts = new ArrayList<>();
      Map<Integer, Kernel> byCount = new HashMap<>(); // equal shares are the same kernel
      for (int part = 0; part < threads; part++) {
        int first = (int) ((long) part * result.size(0) / threads);
        int rows = (int) ((part + 1L) * result.size(0) / threads) - first;
        Kernel share =
            byCount.computeIfAbsent(rows, count -> GompWorkers.alone(() -> kernel(count, given)));
        parts.add(new RowSplitMatMulKernel.Part(share, first));
      }
      return new RowSplitMatMulKernel(parts, cuts(), workers.get());
    }

    private List<RowSplitMatMulKernel.Cut> cuts() {
      TensorType left = application.inputs().getFirst().type();
      List<RowSplitMatMulKernel.Cut> cuts = new ArrayList<>();
      cuts.add(
          new RowSplitMatMulKernel.Cut(
              false, 0, op.transposeLeft() ? left.dtype().bytes() : rowBytes(left)));
      if (hasResidual()) {
        long row = rowBytes(application.inputs().get(RESIDUAL).type());
        cuts.add(new RowSplitMatMulKernel.Cut(false, RESIDUAL, row));
      }
      cuts.add(new RowSplitMatMulKernel.Cut(true, 0, rowBytes(application.result().type())));
      return cuts;
    }

    private static long rowBytes(TensorType matrix) {
      return (long) matrix.dtype().bytes() * matrix.shape().size(1);
    }

    private boolean hasResidual() {
      return application.inputs().size() > RESIDUAL;
    }

    /** A kernel for some rows of the result that wants the right matrix in a layout. */
    private PrimitiveKernel kernel(int rows, MemoryDescription wanted) {
      Node source = application.inputs().get(0);
      Node weights = application.inputs().get(WEIGHTS);
      MemoryDescription left = Layouts.rowsOf(source.type(), op.transposeLeft(), rows);
      MemoryDescription result = Layouts.rowsOf(application.result().type(), false, rows);
      MemoryDescription bias = MemoryDescription.none();
      Attributes all = attributes;
      List<Role> roles = new ArrayList<>();
      if (application.inputs().size() > BIAS) {
        bias = Layouts.row(application.inputs().get(BIAS).shape());
        roles.add(Role.input(Argument.BIAS, BIAS, bias));
      }
      if (hasResidual()) {
        MemoryDescription residual =
            Layouts.rowsOf(application.inputs().get(RESIDUAL).type(), false, rows);
        all = attributes.withFirst(new PostOperation.Add(residual));
        roles.add(Role.input(Argument.postOperand(0), RESIDUAL, residual));
      }
      PrimitiveDescription description =
          MatMulPrimitives.forward(left, wanted, bias, result, all)
              .preferably(implementation.name());
      roles.add(Role.input(Argument.SOURCE, 0, left));
      roles.add(
          Role.input(
              Argument.WEIGHTS, WEIGHTS, Layouts.matrix(weights.type(), op.transposeRight())));
      roles.add(Role.result(Argument.DESTINATION, 0, result));
      return new PrimitiveKernel(description, roles.toArray(Role[]::new));
    }
  }
}
