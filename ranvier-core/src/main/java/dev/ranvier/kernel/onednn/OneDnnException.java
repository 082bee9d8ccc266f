package dev.ranvier.kernel.onednn;

/** A oneDNN call failed; the message names the primitive, its shapes and the status. */
public final class OneDnnException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OneDnnException(String message) {
    super(message);
  }
}
