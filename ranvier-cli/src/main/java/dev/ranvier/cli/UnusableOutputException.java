package dev.ranvier.cli;

/** A model gave no numbers; the message is one line for the person at the keyboard. */
final class UnusableOutputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnusableOutputException(String message) {
    super(message);
  }
}
