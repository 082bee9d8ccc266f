package dev.ranvier.kernel;

import dev.ranvier.graph.Application;
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
}
