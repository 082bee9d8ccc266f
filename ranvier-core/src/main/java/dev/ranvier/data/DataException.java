package dev.ranvier.data;

import dev.ranvier.tensor.FileText;

/**
 * Data could not be read or does not hold together; the message is one line that says what was
 * found, what was expected and what to do.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a line for the person at the keyboard. */
  public DataException(String message) {
    super(FileText.inOneLine(message));
  }

  /** With a line for the person at the keyboard, and what lay under it. */
  public DataException(String message, Throwable cause) {
    super(FileText.inOneLine(message), cause);
  }
}
