package dev.ranvier.cli.run;

/** A person, or the system, ended a training run between two steps; all there is of it is kept. */
public final class InterruptedRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long step;

  /** After so many steps of the run. */
  InterruptedRunException(long step) {
    super("interrupted after step " + step);
    this.step = step;
  }

  /** The steps that were taken. */
  long step() {
    return step;
  }
}
