package dev.ranvier.optim;

/**
 * How the learning rate changes while training.
 *
 * <p>A schedule is an immutable record and a pure function of the moment: what it gives for a step
 * depends on nothing that happened to it before, so a resumed run goes on where it ended.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * The learning rate of a step.
   *
   * @param base the optimizer's own learning rate
   * @param moment which step
   */
  double rate(double base, Moment moment);

  /**
   * Where a run has got to.
   *
   * @param step how many steps have been taken, 0 at the first
   * @param stepsPerEpoch how many steps an epoch has
   * @param epochs how many epochs the run is to have
   */
  record Moment(long step, long stepsPerEpoch, int epochs) {
    /** How many steps the run is to have. */
    public long steps() {
      return stepsPerEpoch * epochs;
    }

    /** How many epochs have been finished. */
    public long epoch() {
      return step / stepsPerEpoch;
    }

    /** The part of the run that is done: 0 at the first step, 1 at the end. */
    public double progress() {
      return Math.min(1, (double) step / steps());
    }
  }
}
