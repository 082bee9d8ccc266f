package dev.ranvier.kernel.vector;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A loop that is fast from the first call and fastest later: the {@link BlockLoop} to begin with,
 * the generated loop once HotSpot has compiled it.
 *
 * <p>A fresh generated loop of vectors takes a hundred times as long as it will in the end, and
 * thousands of calls to get there. So it is made in the background after some calls, and then gets
 * a small slice of each call's work, chosen to take at most a third of the call, until it is seen
 * to be faster than the blocks. Both give the same bits (but for {@link Primitive#POWER}), so
 * results do not depend on when that happens.
 */
final class AdaptiveLoop implements Loop {
  /** Calls before the generated loop is made; what runs less often is not worth it. */
  private static final int CALLS_BEFORE_GENERATING = 24;

  /** The longest slice, in vectors. */
  private static final int LONGEST_SLICE = 64;

  /** A slice's part of a call's time is at most the rest divided by this. */
  private static final int TIME_SHARE = 2;

  private static final int FASTER_IN_A_ROW = 8;

  /** Slices after which a generated loop that is still slower never will be faster. */
  private static final int MOST_SLICES = 60_000;

  private static final ExecutorService GENERATOR =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("ranvier-loops").factory());

  private final LoopKey key;
  private final int lanes;
  private final Loop blocks;
  private volatile Loop generated;
  private volatile Loop settled;

  /** Held by the one thread that may run slices; guards what follows. */
  private final AtomicBoolean slicing = new AtomicBoolean();

  private int calls;
  private int slices;
  private int faster;
  private int slice = 1;

  AdaptiveLoop(LoopKey key) {
    this.key = key;
    lanes = key.form().lanes();
    blocks = new BlockLoop(Lowering.of(key));
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
        if (++calls == CALLS_BEFORE_GENERATING) {
          GENERATOR.execute(this::generate);
        }
        blocks.run(table, base, rowLength, index, firstRow, rows, firstColumn, columns);
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

  /** Gives a part of the work to the fresh loop and the rest to the blocks, and compares. */
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
    int length = slice * lanes;
    int slicedRows = Math.clamp(length / columns, 1, rows);
    // The end of a row in every second call: what follows the last whole vector is to be warm too.
    boolean atEnd = slices++ % 2 == 1;
    int start = columns > length && atEnd ? (columns / lanes - slice) * lanes : 0;
    int end = columns > length && !atEnd ? length : columns;
    long t0 = System.nanoTime();
    fresh.run(
        table, base, rowLength, index, firstRow, slicedRows, firstColumn + start, end - start);
    long t1 = System.nanoTime();
    if (start > 0) {
      blocks.run(table, base, rowLength, index, firstRow, slicedRows, firstColumn, start);
    }
    if (end < columns) {
      blocks.run(
          table, base, rowLength, index, firstRow, slicedRows, firstColumn + end, columns - end);
    }
    if (slicedRows < rows) {
      blocks.run(
          table,
          base,
          rowLength,
          index,
          firstRow + slicedRows,
          rows - slicedRows,
          firstColumn,
          columns);
    }
    long t2 = System.nanoTime();
    long sliced = (long) slicedRows * (end - start);
    compare(fresh, t1 - t0, sliced, t2 - t1, (long) rows * columns - sliced);
  }

  private void compare(Loop fresh, long sliceTime, long sliced, long restTime, long rest) {
    if (rest > 0) {
      faster = sliceTime * rest <= restTime * sliced ? faster + 1 : 0;
      slice = sliceTime * TIME_SHARE < restTime ? Math.min(2 * slice, LONGEST_SLICE) : 1;
    } else {
      slice = 1; // the work is tiny; nothing to compare with
    }
    if (faster == FASTER_IN_A_ROW) {
      settled = fresh;
    } else if (slices == MOST_SLICES) {
      settled = rest > 0 ? blocks : fresh;
    }
  }
}
