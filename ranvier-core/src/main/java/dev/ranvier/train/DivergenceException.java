package dev.ranvier.train;

/** Training was stopped because the loss, or a weight, is no longer a number. */
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

  /** Names the weights, or the optimizer's state of them, and the likely remedy. */
  DivergenceException(String tensor, long step) {
    super(
        String.format(
            "training: '%s' holds numbers that are not finite after step %d; try a learning rate ten"
                + " times lower, clip gradients, and look for values in the data that are not finite",
            tensor, step));
  }
}
