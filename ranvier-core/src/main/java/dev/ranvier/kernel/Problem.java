package dev.ranvier.kernel;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Op;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.tensor.DType;

/** What a row of a table is asked: an application, in the words of its table. */
sealed interface Problem permits ConvolutionProblem, MatMulProblem, PoolingProblem {
  /** What is to be computed. */
  Application application();

  /** Which part of it. */
  Direction direction();

  /** What is multiplied, or pooled. */
  default DType element() {
    return application().op() instanceof LowPrecisionOp ? DType.BF16 : DType.F32;
  }

  /** The op whose formula is computed, whatever the precision. */
  static Op computed(Application application) {
    return application.op() instanceof LowPrecisionOp(Op base, var _) ? base : application.op();
  }
}
