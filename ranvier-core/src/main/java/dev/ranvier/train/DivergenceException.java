package dev.ranvier.train;

/** Training was stopped because the loss is no longer a number. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the step, the rate and the likely remedy. */
  public DivergenceException(StepRecord step) {
    super(
        String.format(
            "training: the loss became %s in epoch %d, step %d, with learning rate %s;"
                + " try a learning rate ten times lower, and look for values in the data that are"
                + " not finite",
            step.loss(), step.epoch(), step.stepInEpoch(), step.learningRate()));
  }
}
