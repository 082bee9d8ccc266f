package dev.ranvier.tensor;

/**
 * There is less memory outside the Java heap than something needs: than the {@link MemoryLimit}
 * leaves, or than the system gives.
 *
 * <p>Nothing is broken by it: what was allocated on the way is freed once nothing refers to it, and
 * the program may go on with something smaller.
 */
public final class InsufficientMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String ALLOW_MORE = "allow more by RANVIER_MEMORY or -Dranvier.memory";

  private final String shortage;
  private final String allowance;

  private InsufficientMemoryException(
      String message, String shortage, String allowance, Throwable cause) {
    super(message, cause);
    this.shortage = shortage;
    this.allowance = allowance;
  }

  /** The limit leaves too little. */
  static InsufficientMemoryException limited(long bytes, long live, MemoryLimit limit) {
    String shortage =
        bytes > limit.bytes()
            ? "needs %s, more than the limit of %s"
                .formatted(MemoryLimit.text(bytes), limit.describe())
            : "needs %s, but %s of the limit of %s are in use"
                .formatted(MemoryLimit.text(bytes), MemoryLimit.text(live), limit.describe());
    return unnamed(shortage, ALLOW_MORE, null);
  }

  /** The system gives less than the limit allows. */
  static InsufficientMemoryException exhausted(long bytes, long live) {
    return unnamed(
        "needs %s, and the system gives no more beside the %s in use"
            .formatted(MemoryLimit.text(bytes), MemoryLimit.text(live)),
        "close other programs",
        null);
  }

  /** The JVM, which hands out the memory where native code is off, gives less. */
  static InsufficientMemoryException heldBack(long bytes, long live, OutOfMemoryError cause) {
    return unnamed(
        "needs %s, and without native code the JVM gives no more beside the %s in use"
            .formatted(MemoryLimit.text(bytes), MemoryLimit.text(live)),
        "allow more by -XX:MaxDirectMemorySize",
        cause);
  }

  private static InsufficientMemoryException unnamed(
      String shortage, String allowance, Throwable cause) {
    return new InsufficientMemoryException(
        "memory: a tensor " + shortage + "; " + allowance, shortage, allowance, cause);
  }

  /**
   * The same, named.
   *
   * @param what needs the memory, such as a layer's parameter with its type
   * @param less what lets it need less, such as {@code take a smaller batch}
   */
  public InsufficientMemoryException of(String what, String less) {
    return new InsufficientMemoryException(
        "memory: " + what + " " + shortage + "; " + less + ", or " + allowance,
        shortage,
        allowance,
        this);
  }
}
