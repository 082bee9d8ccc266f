package dev.ranvier.kernel;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Op;
import dev.ranvier.op.BatchMatMulOp;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.BiasedResidualOp;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.tensor.Shape;
import java.util.Optional;

/**
 * A matmul, or a batch of them: [m, k] times [k, n].
 *
 * @param application what is to be computed
 * @param batched whether matrices lie side by side
 */
record MatMulProblem(Application application, boolean batched) implements Problem {
  /** The problem that an application is, if its op is a matmul. */
  static Optional<MatMulProblem> of(Application application) {
    return switch (LowPrecisionOp.computed(application.op())) {
      case MatMulOp _ -> Optional.of(new MatMulProblem(application, false));
      case BiasedOp(MatMulOp _, var _) -> Optional.of(new MatMulProblem(application, false));
      case BiasedResidualOp(MatMulOp _, var _) ->
          Optional.of(new MatMulProblem(application, false));
      case BatchMatMulOp _ -> Optional.of(new MatMulProblem(application, true));
      case Op _ -> Optional.empty();
    };
  }

  @Override
  public Direction direction() {
    return Direction.FORWARD;
  }

  private Shape result() {
    return application.results().getFirst().shape();
  }

  /** Multiply-adds of all matrices. */
  double multiplyAdds() {
    Shape left = application.inputs().get(0).shape();
    Shape right = application.inputs().get(1).shape();
    // (b·m·k) · (k·n) · (b·m·n) = b²·(m·k·n)², where matrices lie side by side in all three
    double matrices = result().slice(0, result().rank() - 2).elements();
    return Math.sqrt(left.elements() / matrices * right.elements() * result().elements());
  }

  int m() {
    return result().size(-2);
  }

  int n() {
    return result().size(-1);
  }

  long k() {
    return Math.round(multiplyAdds() / result().elements());
  }
}
