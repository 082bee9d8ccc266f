package dev.ranvier.kernel.onednn.binding;

/** oneDNN's elementwise functions that serve as post-operations ({@code dnnl_eltwise_*}). */
public enum EltwiseFunction {
  TANH(0x21),
  LOGISTIC(0x29);

  private final int code;

  EltwiseFunction(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
