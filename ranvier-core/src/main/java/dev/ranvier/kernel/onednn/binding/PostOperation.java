package dev.ranvier.kernel.onednn.binding;

/** An operation that a primitive applies to its result before writing it. */
public sealed interface PostOperation {

  /** Applies {@code function(x; alpha, beta)} to every element. */
  record Elementwise(EltwiseFunction function, float alpha, float beta) implements PostOperation {}

  /** Adds {@code scale} times what the destination held before. */
  record AddToDestination(float scale) implements PostOperation {}

  /**
   * Adds another buffer, {@link Argument#postOperand}, of the result's rank; dimensions of 1 are
   * broadcast.
   */
  record Add(MemoryDescription operand) implements PostOperation {}

  /**
   * −0 · x where x &lt; 0, else x: the rectifier that keeps NaN, which oneDNN's ReLU turns into 0.
   * The slope is −0, for then what is below 0 becomes +0; −∞ becomes NaN. It is read from a buffer,
   * {@link Argument#postWeights}.
   */
  record ParametricRelu() implements PostOperation {}
}
