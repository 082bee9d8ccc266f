package dev.ranvier.cli.bench;

/**
 * How something is timed: warmed up for at least four seconds (or the time of 20 rounds, if that is
 * less) and until two windows of half a round agree within 5%, then done in rounds. {@code
 * bench/pytorch.py} does the same.
 *
 * <p>While loops wait to be compiled, a window may hold one or two steps, and two such windows
 * agree easily: hence the seconds.
 *
 * @param count the rounds that are measured
 * @param seconds the least length of a round
 */
record Rounds(int count, double seconds) {
  private static final double AGREEMENT = 0.05;
  private static final int LEAST_WINDOWS = 4;
  private static final double LEAST_SECONDS = 4;

  /** After so many times the length of a round, what is not steady by then never will be. */
  private static final int PATIENCE = 20;

  /** Times a step. */
  Spread time(Runnable step) {
    warmUp(step);
    double[] rounds = new double[count];
    for (int i = 0; i < count; i++) {
      rounds[i] = millisecondsPerStep(step, seconds);
    }
    return Spread.of(rounds);
  }

  private void warmUp(Runnable step) {
    long start = System.nanoTime();
    double most = PATIENCE * seconds;
    double least = Math.min(LEAST_SECONDS, most);
    double before;
    double now = Double.POSITIVE_INFINITY;
    int windows = 0;
    do {
      before = now;
      now = millisecondsPerStep(step, seconds / 2);
      windows++;
    } while (windows < LEAST_WINDOWS
        || secondsSince(start) < least
        || Math.abs(now - before) > AGREEMENT * now && secondsSince(start) < most);
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double millisecondsPerStep(Runnable step, double seconds) {
    long least = (long) (seconds * 1e9);
    long start = System.nanoTime();
    long elapsed;
    long steps = 0;
    do {
      step.run();
      steps++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < least);
    return elapsed / 1e6 / steps;
  }
}
