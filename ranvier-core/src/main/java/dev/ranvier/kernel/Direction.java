package dev.ranvier.kernel;

import java.util.Set;

/** What is computed of a convolution or a pooling. */
enum Direction {
  /** The results. */
  FORWARD,
  /** The gradient by the images. */
  BACKWARD_DATA,
  /** The gradient by the filters. */
  BACKWARD_WEIGHTS;

  static final Set<Direction> ALL = Set.of(values());
}
