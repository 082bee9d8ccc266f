package dev.ranvier.train;

/** Told of what happens in a training run; called on the training thread. */
public interface Listener {
  /** Training is about to start. */
  default void started(Progress progress) {}

  /** A step has been taken. */
  default void stepped(StepRecord step) {}

  /** An epoch is over and validated. */
  default void epochEnded(EpochRecord epoch) {}

  /**
   * The size of a run.
   *
   * @param epochs how many epochs are planned
   * @param stepsPerEpoch the steps of each
   * @param examples the examples of each
   */
  record Progress(int epochs, int stepsPerEpoch, int examples) {}
}
