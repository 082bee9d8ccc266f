package dev.ranvier.exec;

import java.util.Arrays;

/**
 * When each kernel of a plan's last runs ended.
 *
 * <p>A run's marks are the nanosecond clock at: the end of the run before, its own begin, the end
 * of each kernel, its own end. Marking allocates nothing.
 */
final class Recording {
  private final long[][] marks;
  private long[] current;
  private int position;
  private long kept;
  private long lastEnd;

  /** Keeps the marks of the last {@code runs} runs of {@code kernels} kernels. */
  Recording(int runs, int kernels) {
    this.marks = new long[runs][kernels + 3];
  }

  void begin() {
    current = marks[(int) (kept % marks.length)];
    current[0] = lastEnd;
    position = 1;
    mark();
  }

  void mark() {
    current[position++] = System.nanoTime();
  }

  void end() {
    mark();
    if (lastEnd != 0) { // the first run of all has no run before it and is not kept
      kept++;
    }
    lastEnd = current[position - 1];
  }

  /** The number of runs whose marks are kept. */
  int runs() {
    return (int) Math.min(kept, marks.length);
  }

  /** The median time of a kernel, in nanoseconds. */
  double kernel(int index) {
    return median(row -> row[index + 2] - row[index + 1]);
  }

  /** The median time from the end of a run to the end of the next, in nanoseconds. */
  double step() {
    return median(row -> row[row.length - 1] - row[0]);
  }

  private interface Span {
    long of(long[] row);
  }

  private double median(Span span) {
    long[] sorted = Arrays.stream(marks).limit(runs()).mapToLong(span::of).sorted().toArray();
    int last = sorted.length - 1;
    return (sorted[last / 2] + sorted[(last + 1) / 2]) / 2.0;
  }
}
