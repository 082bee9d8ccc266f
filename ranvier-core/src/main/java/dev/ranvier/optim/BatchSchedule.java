package dev.ranvier.optim;

/**
 * How the batch size changes from epoch to epoch.
 *
 * <p>As with a {@link Schedule}, what it gives for an epoch depends on nothing that happened
 * before.
 */
@FunctionalInterface
public interface BatchSchedule {
  /**
   * The batch size of an epoch.
   *
   * @param base the size training was set up with
   * @param epoch how many epochs have been finished
   */
  int size(int base, long epoch);

  /**
   * The noise scale of stochastic gradient descent: how much chance there is in its steps.
   *
   * <p>Formula: g = ε · (N / B − 1). Source: Smith and Le, 2018 (arXiv 1710.06451).
   *
   * @param rate ε, the learning rate
   * @param examples N, how many examples there are to train on
   * @param batch B
   */
  static double noiseScale(double rate, long examples, int batch) {
    return rate * ((double) examples / batch - 1);
  }
}
