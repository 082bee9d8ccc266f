package dev.ranvier.infer;

/** How the predictions of an ensemble's members become one. */
public enum Voting {
  /** Their weighted mean. */
  SOFT,
  /** The weighted share of the members that hold each class for the likeliest. */
  HARD
}
