package dev.ranvier.kernel.vector.loop;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A loop that is fast from the first call and fastest later: the {@link InterpretedLoop} to begin
 * with, the generated loop once HotSpot has compiled it.
 *
 * <p>A fresh generated loop of vectors takes a hundred times as long as it will in the end, and
 * thousands of calls to get there. So it is made in the background after some calls, and then gets
 * a small slice of each call's work, chosen to take at most a third of the call, until it is seen
 * to be faster than the blocks. Both give the same bits, so results do not depend on when that
 * happens.
 */
public final class AdaptiveLoop implements Loop {
  /** Calls before the generated loop is made; what runs less often is not worth it. */
  private static final int CALLS_BEFORE_GENERATING = 24;

  /** What has taken so long in fewer calls is worth it too: making a loop takes about as long. */
  private static final long NANOS_BEFORE_GENERATING = 20_000_000;

  /**
   * The shortest slice, in vectors, where a row is that long. HotSpot unrolls a loop, and takes
   * checks out of it, only where it has seen it go round often.
   */
  private static final int SHORTEST_SLICE = 16;

  /** The longest slice, in vectors. */
  private static final int LONGEST_SLICE = 64;

  /** Slices take at most the time that the rest of the work took last, divided by this. */
  private static final int TIME_SHARE = 2;

  /**
   * Calls without a row after each vector of a slice. HotSpot's last compiler comes after some
   * thousand calls, and a cold vector takes a thousand times as long as an empty call; much more of
   * them, and it would take the code inside the loops for code that is hardly used.
   */
  private static final int EMPTY_CALLS = 32;

  /** Slices after which the better of both is chosen, come what may. */
  private static final int MAX_SLICES = 40_000;

  private final LoopKey key;
  private final int lanes;
  private final Loop blocks;
  private volatile Loop generated;
  private volatile Loop settled;

  /** Held by the one thread that may run slices; guards what follows. */
  private final AtomicBoolean slicing = new AtomicBoolean();

  private int calls;
  private long spent;
  private boolean ordered;
  private int slices;
  private int slice = SHORTEST_SLICE;
  private long lastRestTime;
  private double bestSlice = Double.POSITIVE_INFINITY;
  private double bestRest = Double.POSITIVE_INFINITY;

  AdaptiveLoop(LoopKey key) {
    this.key = key;
    lanes = key.form().lanes();
    blocks = new InterpretedLoop(Lowering.of(key));
  }

  /** What runs now, for reports. */
  String stage() {
    Loop loop = settled;
    return loop == null ? "warming up" : loop == blocks ? "blocks" : "compiled";
  }

  @Override
  public void run(
      long[] table,
      int base,
      int rowLength,
      int index,
      int firstRow,
      int rows,
      int firstColumn,
      int columns) {
    Loop loop = settled;
    if (loop != null) {
      loop.run(table, base, rowLength, index, firstRow, rows, firstColumn, columns);
    } else if (slicing.compareAndSet(false, true)) {
      try {
        Loop fresh = generated;
        if (fresh != null) {
          warm(fresh, table, base, rowLength, index, firstRow, rows, firstColumn, columns);
          return;
        }
        long start = System.nanoTime();
        blocks.run(table, base, rowLength, index, firstRow, rows, firstColumn, columns);
        spent += System.nanoTime() - start;
        calls++;
        if (!ordered && (calls >= CALLS_BEFORE_GENERATING || spent >= NANOS_BEFORE_GENERATING)) {
          ordered = true;
          BackgroundCompiler.run(this::generate);
        }
      } finally {
        slicing.set(false);
      }
    } else {
      blocks.run(table, base, rowLength, index, firstRow, rows, firstColumn, columns);
    }
  }

  private void generate() {
    LoopCompiler.compile(key).ifPresentOrElse(loop -> generated = loop, () -> settled = blocks);
  }

  /** Gives slices of the work to the fresh loop and the rest to the blocks, and compares. */
  private void warm(
      Loop fresh,
      long[] table,
      int base,
      int rowLength,
      int index,
      int firstRow,
      int rows,
      int firstColumn,
      int columns) {
    int vectors = columns / lanes;
    int length = Math.clamp(vectors, 1, slice) * lanes;
    // Every second time from the end of a row: what follows its last whole vector is to be warm
    // too.
    int start = calls++ % 2 == 1 && columns > length ? vectors * lanes - length : 0;
    int row = firstRow;
    int column = start;
    // Elements go in order, for the sake of sums.
    long first = System.nanoTime();
    if (start > 0) {
      blocks.run(table, base, rowLength, index, firstRow, 1, firstColumn, start);
    }
    long begin = System.nanoTime();
    long now = begin;
    do {
      int count = Math.min(length, columns - column);
      fresh.run(table, base, rowLength, index, row, 1, firstColumn + column, count);
      long end = System.nanoTime();
      bestSlice = Math.min(bestSlice, (double) (end - now) / count);
      for (int call = 0; call < EMPTY_CALLS * Math.ceilDiv(count, lanes); call++) {
        fresh.run(table, base, rowLength, index, row, 0, firstColumn + column, count);
      }
      now = System.nanoTime();
      slices++;
      column += count;
      if (column == columns) {
        column = 0;
        row++;
      }
    } while (row < firstRow + rows && now - begin < lastRestTime / TIME_SHARE);
    if (column > 0) {
      blocks.run(table, base, rowLength, index, row, 1, firstColumn + column, columns - column);
      row++;
    }
    int left = firstRow + rows - row;
    if (left > 0) {
      blocks.run(table, base, rowLength, index, row, left, firstColumn, columns);
    }
    long rest = start + (long) (column > 0 ? columns - column : 0) + (long) left * columns;
    compare(fresh, now - begin, begin - first + System.nanoTime() - now, rest);
  }

  /** The best times count: others say more about the memory and the machine than about the code. */
  private void compare(Loop fresh, long sliceTime, long restTime, long rest) {
    if (rest > 0) {
      lastRestTime = restTime;
      bestRest = Math.min(bestRest, (double) restTime / rest);
    }
    slice =
        sliceTime * TIME_SHARE < restTime
            ? Math.min(2 * slice, LONGEST_SLICE)
            : Math.max(SHORTEST_SLICE, slice / 2);
    if (bestSlice <= bestRest && bestRest < Double.POSITIVE_INFINITY) {
      settled = fresh;
    } else if (slices >= MAX_SLICES) {
      settled = bestSlice <= 2 * bestRest ? fresh : blocks;
    }
  }
}
