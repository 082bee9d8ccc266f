package dev.ranvier.train.metric;

/** How the scores of single classes become one number. */
public enum Averaging {
  /** Their plain mean, over the classes that occur among targets or predictions. */
  MACRO,
  /** The score of all decisions together; where each example has one class, the accuracy. */
  MICRO,
  /** Their mean, each class as often as it occurs among targets. */
  WEIGHTED
}
