package dev.ranvier.cli.run;

/** A person, or the system, ended a training run between two steps; all there is of it is kept. */
public final class InterruptedRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long step;

  /** After so many steps of the run, in an epoch from 1. */
  InterruptedRunException(long step, int epoch) {
    super("interrupted after step " + step + ", in epoch " + epoch);
    this.step = step;
  }

  /** The steps that were taken. */
  long step() {
    return step;
  }
}
