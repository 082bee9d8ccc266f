package dev.ranvier.train;

import dev.ranvier.graph.KebabCase;
import dev.ranvier.optim.Schedule;

/**
 * The learning rates of a fit.
 *
 * @param schedule what they follow
 * @param base the optimizer's own
 */
record Rates(Schedule schedule, double base) {
  /**
   * The rate of a step.
   *
   * @throws IllegalArgumentException when the schedule does not fit the run, or gives what is no
   *     rate in single precision
   */
  double at(Schedule.Moment moment) {
    double rate = schedule.rate(base, moment);
    if (!(rate >= 0 && rate <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          KebabCase.of(schedule.getClass())
              + ": gives the learning rate "
              + rate
              + " at step "
              + (moment.step() + 1)
              + " of "
              + moment.steps()
              + ", needs one from 0 to 3.4e38; change its settings or the optimizer's rate");
    }
    return rate;
  }
}
