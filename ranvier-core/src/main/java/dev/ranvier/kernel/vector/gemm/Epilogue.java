package dev.ranvier.kernel.vector.gemm;

import dev.ranvier.op.Elementwise;
import dev.ranvier.op.ReluOp;
import java.util.Optional;

/** What happens to a result before it is stored. */
public enum Epilogue {
  NOTHING,
  BIAS,
  BIAS_RELU;

  /** What follows a bias; empty where it is none of these. */
  public static Optional<Epilogue> bias(Optional<Elementwise> activation) {
    if (activation.isEmpty()) {
      return Optional.of(BIAS);
    }
    return activation.get() instanceof ReluOp ? Optional.of(BIAS_RELU) : Optional.empty();
  }

  /** The least number that is stored, where the bias is added. */
  public float floor() {
    return this == BIAS_RELU ? 0 : Float.NEGATIVE_INFINITY;
  }
}
