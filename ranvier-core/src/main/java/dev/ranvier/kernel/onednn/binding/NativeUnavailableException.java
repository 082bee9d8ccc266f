package dev.ranvier.kernel.onednn.binding;

/** The native library cannot be used here; the message says what was tried and what helps. */
public final class NativeUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NativeUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
