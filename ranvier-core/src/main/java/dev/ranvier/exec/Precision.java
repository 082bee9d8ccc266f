package dev.ranvier.exec;

/** The precision that GEMMs and convolutions compute in, and activations are kept in. */
public enum Precision {
  /** Single precision throughout. */
  FP32,
  /**
   * Operands, activations and gradients in bf16; sums, parameters, their updates, statistics and
   * losses in single precision.
   */
  BF16,
  /** {@link #BF16} where the processor has instructions for it (AVX512-BF16, AMX), else FP32. */
  AUTO
}
