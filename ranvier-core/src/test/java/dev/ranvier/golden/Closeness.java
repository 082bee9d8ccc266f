package dev.ranvier.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.tensor.NdArray;

/** Whether arrays agree, relative to the greatest number among those expected. */
final class Closeness {
  /** What definitions, which compute in double precision, have to reach. */
  static final double DOUBLE = 1e-9;

  /** What compiled plans, which compute in single precision, have to reach in an op. */
  static final double SINGLE = 1e-5;

  /**
   * What compiled plans have to reach after hundreds of training steps. PyTorch's own runs in
   * single precision end up to 6.5e-6 from those in double precision, most of them 1e-6.
   */
  static final double SINGLE_TRAINING = 1e-5;

  private Closeness() {}

  /** Fails if an element is off by more than {@code tolerance} times the greatest expected. */
  static void require(String what, NdArray actual, NdArray expected, double tolerance) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    double scale = 0;
    for (double value : expected.data()) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < expected.data().length; i++) {
      double distance = Math.abs(actual.data()[i] - expected.data()[i]);
      // Written so that NaN fails.
      assertThat(distance <= tolerance * scale)
          .as(
              "%s, element %d: expected %s, got %s, off by %s of the greatest",
              what, i, expected.data()[i], actual.data()[i], distance / scale)
          .isTrue();
    }
  }
}
