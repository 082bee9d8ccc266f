package dev.ranvier.train;

import dev.ranvier.train.metric.Evaluation;

/** Told of what happens in a training run; called on the training thread. */
public interface Listener {
  /** Training is about to start. */
  default void started(Progress progress) {}

  /** An epoch is about to begin, or to go on where it was interrupted. */
  default void epochStarted(EpochPlan epoch) {}

  /** A step has been taken. */
  default void stepped(StepRecord step) {}

  /** The validation examples have been measured after an epoch, which {@link #epochEnded} ends. */
  default void validated(Evaluation validation) {}

  /** An epoch is over and validated. */
  default void epochEnded(EpochRecord epoch) {}

  /**
   * The size of a run.
   *
   * @param epochs how many epochs are planned
   * @param stepsPerEpoch the steps of each, at the first batch size
   * @param examples the examples of each
   */
  record Progress(int epochs, int stepsPerEpoch, int examples) {}

  /**
   * The size of an epoch.
   *
   * @param epoch the epoch, from 1
   * @param steps its steps, those that are taken already included
   * @param batch its batch size
   */
  record EpochPlan(int epoch, int steps, int batch) {}
}
