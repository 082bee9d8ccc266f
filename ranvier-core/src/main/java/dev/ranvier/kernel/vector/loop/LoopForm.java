package dev.ranvier.kernel.vector.loop;

import dev.ranvier.kernel.vector.memory.Vectors;

/** How loops are written. */
public enum LoopForm {
  /** With the Vector API, as many elements at a time as a register holds. */
  VECTOR,
  /** One element at a time; needs nothing but the base module. */
  PLAIN;

  private static final String PROPERTY = "ranvier.vector";

  /** Vectors, unless the Vector API is not there or {@code -Dranvier.vector=off}. */
  public static LoopForm available() {
    return isPresent() && !"off".equals(System.getProperty(PROPERTY)) ? VECTOR : PLAIN;
  }

  /**
   * By class: the module may have been loaded after the start, and is not in the boot layer then.
   */
  public static boolean isPresent() {
    try {
      Class.forName("jdk.incubator.vector.FloatVector", false, null);
      return true;
    } catch (ClassNotFoundException _) {
      return false;
    }
  }

  /** How many f32 elements it takes at a time. */
  public int lanes() {
    return switch (this) {
      case VECTOR -> Vectors.LANES;
      case PLAIN -> 1;
    };
  }

  /** How many accumulators the elements of a row go through in turn: a power of two. */
  int accumulators() {
    return switch (this) {
      case VECTOR -> Vectors.LANES;
      case PLAIN -> 16;
    };
  }

  /** The inner loops of reductions. */
  public Reductions reductions() {
    return switch (this) {
      case VECTOR -> new VectorReductions();
      case PLAIN -> new ScalarReductions();
    };
  }
}
