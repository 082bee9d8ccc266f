package dev.ranvier.kernel.onednn.primitive;

import java.util.Optional;

/**
 * Which of several ways to compute the same a kernel is made for; the tables of {@code
 * dev.ranvier.kernel} choose it.
 *
 * @param algorithm how a convolution is computed
 * @param name how the name of oneDNN's implementation starts; empty for oneDNN's first choice,
 *     which is also taken where oneDNN has none of that name
 * @param threads which threads compute it
 */
public record Implementation(Algorithm algorithm, Optional<String> name, Threads threads) {
  /** What oneDNN would do. */
  public static final Implementation FIRST =
      new Implementation(Algorithm.PRIMITIVE, Optional.empty(), Threads.ALL);

  /** How a convolution is computed. */
  public enum Algorithm {
    /** By oneDNN's primitive for it. */
    PRIMITIVE,
    /** As GEMMs of images whose channels are rows, a few images at a time. */
    IM2COL,
    /** As one GEMM of all that the window sees. */
    IM2ROW,
    /** As sums of GEMMs over kernel taps. */
    TAP_GEMM
  }

  /** Which threads compute it. */
  public enum Threads {
    /** The one that calls. */
    ONE,
    /** All, each some rows of the result of a GEMM. */
    BY_ROWS,
    /** All, as oneDNN shares the work. */
    ALL
  }

  /** The same by an algorithm. */
  public Implementation withAlgorithm(Algorithm other) {
    return new Implementation(other, name, threads);
  }

  /** The same by oneDNN's implementation of a name. */
  public Implementation withName(String start) {
    return new Implementation(algorithm, Optional.of(start), threads);
  }

  /** The same on other threads. */
  public Implementation withThreads(Threads others) {
    return new Implementation(algorithm, name, others);
  }
}
