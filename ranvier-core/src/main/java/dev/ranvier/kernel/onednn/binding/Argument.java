package dev.ranvier.kernel.onednn.binding;

/** oneDNN's numbers for what a primitive reads and writes ({@code DNNL_ARG_*}). */
public final class Argument {

  public static final int SOURCE = 1;
  private static final int SOURCE_1 = 2;
  public static final int DESTINATION = 17;
  public static final int WEIGHTS = 33;
  public static final int BIAS = 41;
  public static final int SCRATCHPAD = 80;
  public static final int DIFF_SOURCE = 129;
  public static final int DIFF_DESTINATION = 145;
  public static final int DIFF_WEIGHTS = 161;
  public static final int DIFF_BIAS = 169;

  private static final int MULTIPLE_SOURCE = 1024;
  private static final int POST_OPERATION = 32768;

  private Argument() {}

  /** Source {@code index} of a primitive with any number of sources, as sum has. */
  public static int source(int index) {
    return MULTIPLE_SOURCE + index;
  }

  /** The other operand of a binary operation, number {@code index} of the post-operations. */
  public static int postOperand(int index) {
    return POST_OPERATION * (index + 1) | SOURCE_1;
  }

  /** The slopes of a parametric ReLU, number {@code index} of the post-operations. */
  static int postWeights(int index) {
    return POST_OPERATION * (index + 1) | WEIGHTS;
  }
}
