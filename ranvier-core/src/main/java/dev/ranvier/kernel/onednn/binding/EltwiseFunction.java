package dev.ranvier.kernel.onednn.binding;

/** oneDNN's elementwise functions of x with parameters alpha and beta ({@code dnnl_eltwise_*}). */
public enum EltwiseFunction {
  /** x if x &gt; 0, else alpha x. */
  RELU(0x20),
  TANH(0x21),
  /** x if x &gt; 0, else alpha (exp x - 1). */
  ELU(0x22),
  SQUARE(0x23),
  ABS(0x24),
  SQRT(0x25),
  /** alpha x + beta. */
  LINEAR(0x26),
  /** ln(1 + exp(alpha x)) / alpha. */
  SOFT_RELU(0x27),
  /** alpha x + beta, kept within 0 and 1. */
  HARD_SIGMOID(0x28),
  LOGISTIC(0x29),
  EXP(0x2a),
  GELU_TANH(0x2b),
  /** x logistic(alpha x). */
  SWISH(0x2c),
  LOG(0x2d),
  /** x kept within alpha and beta. */
  CLIP(0x2e),
  /** alpha x^beta. */
  POWER(0x30),
  GELU_ERF(0x31),
  ROUND(0x32),
  MISH(0x33),
  /** x times hard sigmoid. */
  HARD_SWISH(0x34);

  private final int code;

  EltwiseFunction(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
