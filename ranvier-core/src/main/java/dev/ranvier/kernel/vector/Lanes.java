package dev.ranvier.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** The size of a vector; in a class of its own because it needs the Vector API. */
final class Lanes {
  /** How many f32 elements a vector holds. */
  static final int FLOATS = FloatVector.SPECIES_PREFERRED.length();

  private Lanes() {}
}
