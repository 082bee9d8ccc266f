package dev.ranvier.kernel.onednn.binding;

/** oneDNN's functions of two values ({@code dnnl_binary_*}); comparisons give 1 or 0. */
public enum BinaryFunction {
  ADD(0x1fff0),
  MULTIPLY(0x1fff1),
  MAXIMUM(0x1fff2),
  MINIMUM(0x1fff3),
  DIVIDE(0x1fff4),
  SUBTRACT(0x1fff5),
  GREATER_OR_EQUAL(0x1fff6),
  GREATER(0x1fff7),
  LESS_OR_EQUAL(0x1fff8),
  LESS(0x1fff9),
  EQUAL(0x1fffa),
  NOT_EQUAL(0x1fffb);

  private final int code;

  BinaryFunction(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
