package dev.ranvier.cli.bench;

import java.util.Arrays;

/**
 * The time of something done again and again, over several rounds.
 *
 * @param median the round in the middle, in milliseconds a step
 * @param min the fastest round
 * @param max the slowest round
 */
record Spread(double median, double min, double max) {
  /**
   * The spread of at least one round; of an even number, the median is the mean of the middle two.
   */
  static Spread of(double... rounds) {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    int count = sorted.length;
    double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    return new Spread(median, sorted[0], sorted[count - 1]);
  }
}
