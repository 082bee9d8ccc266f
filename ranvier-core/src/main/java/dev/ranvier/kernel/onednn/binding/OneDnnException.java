package dev.ranvier.kernel.onednn.binding;

/** A oneDNN call failed; the message names the primitive, its shapes and the status. */
public final class OneDnnException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean unimplemented;

  OneDnnException(String message) {
    this(message, false);
  }

  private OneDnnException(String message, boolean unimplemented) {
    super(message);
    this.unimplemented = unimplemented;
  }

  /** The failure of a call that returned {@code code}. */
  static OneDnnException of(String call, int code) {
    return new OneDnnException(Status.explain(call, code), code == Status.UNIMPLEMENTED.ordinal());
  }

  /** The same failure, saying what it was for. */
  public OneDnnException during(String task) {
    return new OneDnnException(task + ": " + getMessage(), unimplemented);
  }

  /** Whether oneDNN has no such primitive for these types and layouts on this processor. */
  public boolean isUnimplemented() {
    return unimplemented;
  }
}
