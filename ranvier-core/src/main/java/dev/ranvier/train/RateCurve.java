package dev.ranvier.train;

import java.util.List;

/**
 * What a {@link RangeTest} saw: the loss at each learning rate.
 *
 * @param points by ascending rate
 */
public record RateCurve(List<Point> points) {
  /** A suggestion keeps this factor below the rate with the lowest loss. */
  private static final double DISTANCE = 10;

  /**
   * One step.
   *
   * @param rate the learning rate
   * @param loss the loss of its batch
   * @param smoothed the smoothed loss, with which rates are compared
   */
  public record Point(double rate, double loss, double smoothed) {}

  /** Copies the points. */
  public RateCurve {
    points = List.copyOf(points);
  }

  /** The point with the lowest smoothed loss: faster than this, training no longer gains. */
  public Point lowest() {
    Point lowest = points.getFirst();
    for (Point point : points) {
      lowest = point.smoothed() < lowest.smoothed() ? point : lowest;
    }
    return lowest;
  }

  /** The point before the lowest where the smoothed loss falls most from one rate to the next. */
  public Point steepest() {
    Point steepest = points.getFirst();
    double most = 0;
    int end = points.indexOf(lowest());
    for (int i = 1; i < end; i++) {
      double fall = points.get(i - 1).smoothed() - points.get(i + 1).smoothed();
      if (fall > most) {
        most = fall;
        steepest = points.get(i);
      }
    }
    return steepest;
  }

  /** The learning rate to train with: a tenth of that with the lowest loss. */
  public double suggestion() {
    return lowest().rate() / DISTANCE;
  }
}
