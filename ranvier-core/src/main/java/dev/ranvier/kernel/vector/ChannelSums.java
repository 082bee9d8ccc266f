package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Workers;

/**
 * Sums over the rows of a matrix of channels: blocks of rows in parallel, their sums in order.
 *
 * @param rows how many rows there are
 * @param channels the length of a row
 * @param reductions the inner loops
 * @param workers the threads
 */
record ChannelSums(int rows, int channels, Reductions reductions, Workers workers) {
  private static final int LEAST_ROWS = 64;

  /** Adds what some rows give to a row of sums. */
  @FunctionalInterface
  interface Adder {
    /** Adds {@code count} rows from {@code first} on to the sums at {@code target}. */
    void add(long target, int first, int count);
  }

  /** Bytes of work memory needed by {@link #bind}. */
  long scratchBytes() {
    return 4L * blocks() * channels;
  }

  /** A call that writes the sums to {@code target}. */
  Runnable bind(Adder adder, long scratch, long target) {
    int perBlock = rowsPerBlock();
    int blocks = blocks();
    Workers.Task block =
        part -> {
          long sums = scratch + 4L * part * channels;
          PlainElements.fill(sums, channels, 0);
          int end = Math.min((part + 1) * perBlock, rows);
          for (int row = part * perBlock; row < end; row += Reductions.ROWS) {
            adder.add(sums, row, Math.min(Reductions.ROWS, end - row));
          }
        };
    Shares shares = new Shares(blocks, 1);
    return () -> {
      shares.run(workers, block);
      PlainElements.fill(target, channels, 0);
      reductions.addRows(target, scratch, blocks, channels);
    };
  }

  private int rowsPerBlock() {
    return Math.min(rows, Math.max(LEAST_ROWS, Shares.ELEMENTS / channels));
  }

  private int blocks() {
    return Math.ceilDiv(rows, rowsPerBlock());
  }
}
