package dev.ranvier.kernel.vector.gemm;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.JavaWorkers;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import java.util.Optional;
import java.util.stream.Stream;

/** GEMV kernels: a single row, whose matrix a general GEMM does not read as fast as it could. */
public final class GemvBackend implements Backend {
  private final Workers workers;

  /** A backend whose kernels run on the given threads. */
  public GemvBackend(Workers workers) {
    this.workers = workers;
  }

  @Override
  public String name() {
    return "single-row";
  }

  @Override
  public String describe() {
    return "gemm of single rows";
  }

  @Override
  public Backend onCallersThread() {
    return new GemvBackend(new JavaWorkers(1));
  }

  @Override
  public Optional<Kernel> kernel(Application application) {
    return switch (application.op()) {
      case MatMulOp op -> kernel(op, Epilogue.NOTHING, application);
      case BiasedOp(MatMulOp op, var activation) ->
          Epilogue.bias(activation).flatMap(epilogue -> kernel(op, epilogue, application));
      default -> Optional.empty();
    };
  }

  private Optional<Kernel> kernel(MatMulOp op, Epilogue epilogue, Application application) {
    Shape row = application.inputs().getFirst().shape();
    Shape result = application.result().shape();
    boolean fits =
        result.rank() == 2
            && result.size(0) == 1
            && result.size(1) >= PackedColumns.MIN_COLUMNS
            && !op.transposeRight()
            && Stream.concat(application.inputs().stream(), application.results().stream())
                .map(Node::dtype)
                .allMatch(DType.F32::equals);
    return fits
        ? Optional.of(
            new GemvKernel(
                new PackedColumns(row.elementCount(), result.size(1)), epilogue, workers))
        : Optional.empty();
  }
}
