package dev.ranvier.optim;

import java.util.Locale;

/** What a schedule counts. */
public enum ScheduleClock {
  /** Steps: the rate can be another at every step. */
  STEP,
  /** Epochs: the rate stays for an epoch. */
  EPOCH;

  /** How many have been finished. */
  long time(Schedule.Moment moment) {
    return switch (this) {
      case STEP -> moment.step();
      case EPOCH -> moment.epoch();
    };
  }

  /** How many the run is to have. */
  long total(Schedule.Moment moment) {
    return switch (this) {
      case STEP -> moment.steps();
      case EPOCH -> Math.ceilDiv(moment.steps(), moment.stepsPerEpoch());
    };
  }

  /** How many steps so many are. */
  long steps(long count, Schedule.Moment moment) {
    return switch (this) {
      case STEP -> count;
      case EPOCH -> count * moment.stepsPerEpoch();
    };
  }

  /** The part of the run that is done: 0 at first, 1 at the end. */
  double progress(Schedule.Moment moment) {
    return Math.min(1, (double) time(moment) / total(moment));
  }

  /** What one is called. */
  String unit() {
    return name().toLowerCase(Locale.ROOT);
  }
}
