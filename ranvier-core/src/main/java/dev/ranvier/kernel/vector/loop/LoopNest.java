package dev.ranvier.kernel.vector.loop;

import dev.ranvier.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The axes of an elementwise loop after joining neighbours that all operands treat alike: blocks of
 * rows of columns. Where no operand is repeated along only some axes, it is one long row.
 *
 * <p>Reduced results count as operands: what an operand is broadcast along, they are summed over.
 *
 * @param blocks how many rectangles of rows and columns there are
 * @param rows rows in a block
 * @param columns elements in a row
 * @param lastColumns elements in the last row of a block: fewer in a nest that was {@link #wide}
 * @param accesses how each operand is read within a block
 * @param blockOffsets for each block, the element of each operand at which it starts
 */
public record LoopNest(
    int blocks,
    int rows,
    int columns,
    int lastColumns,
    List<AccessPattern> accesses,
    List<long[]> blockOffsets) {
  /** Columns from which on the overhead of a row no longer counts. */
  private static final int WIDE = 512;

  /** The loops over a shape to which the operands broadcast. */
  static LoopNest of(Shape shape, List<Shape> operands) {
    List<Integer> sizes = new ArrayList<>();
    List<List<Boolean>> varying = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int fromInner = shape.rank() - axis;
      if (shape.size(axis) > 1) {
        List<Boolean> varies =
            operands.stream()
                .map(operand -> fromInner <= operand.rank() && operand.size(-fromInner) > 1)
                .toList();
        int last = sizes.size() - 1;
        if (last >= 0 && varying.get(last).equals(varies)) {
          sizes.set(last, Math.multiplyExact(sizes.get(last), shape.size(axis)));
        } else {
          sizes.add(shape.size(axis));
          varying.add(varies);
        }
      }
    }
    return of(sizes, varying, operands.size());
  }

  private static LoopNest of(List<Integer> sizes, List<List<Boolean>> varying, int operands) {
    int axes = sizes.size();
    int columns = axes >= 1 ? sizes.get(axes - 1) : 1;
    int rows = axes >= 2 ? sizes.get(axes - 2) : 1;
    List<AccessPattern> accesses = new ArrayList<>();
    for (int i = 0; i < operands; i++) {
      boolean byColumn = axes >= 1 && varying.get(axes - 1).get(i);
      boolean byRow = axes >= 2 && varying.get(axes - 2).get(i);
      accesses.add(access(byRow, byColumn, rows == 1));
    }
    List<Integer> outer = sizes.subList(0, Math.max(0, axes - 2));
    int blocks = outer.stream().reduce(1, Math::multiplyExact);
    List<long[]> offsets = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      long[] starts = new long[operands];
      for (int i = 0; i < operands; i++) {
        starts[i] = start(block, outer, varying, i) * size(accesses.get(i), rows, columns);
      }
      offsets.add(starts);
    }
    return new LoopNest(blocks, rows, columns, columns, accesses, offsets);
  }

  /**
   * The same elements in fewer, wider rows of whole vectors, where that is possible: each row holds
   * several of this nest's, so what is read for each row must be repeated as often.
   */
  LoopNest wide(int lanes) {
    if (lanes == 1 || blocks > 1 || columns >= WIDE || accesses.contains(AccessPattern.PER_ROW)) {
      return this;
    }
    int wholeVectors = lanes / Math.min(lanes, Integer.lowestOneBit(columns));
    int maxJoined = Math.min(WIDE / columns, rows / 2);
    int joined = Math.max(1, maxJoined / wholeVectors) * wholeVectors;
    if (joined == 1 || joined > rows / 2) {
      return this;
    }
    int wideColumns = joined * columns;
    int wideRows = Math.ceilDiv(rows, joined);
    int last = (rows - (wideRows - 1) * joined) * columns;
    return new LoopNest(1, wideRows, wideColumns, last, accesses, blockOffsets);
  }

  private static AccessPattern access(boolean byRow, boolean byColumn, boolean oneRow) {
    if (byColumn) {
      return byRow || oneRow ? AccessPattern.FULL : AccessPattern.EACH_ROW;
    }
    return byRow ? AccessPattern.PER_ROW : AccessPattern.SINGLE;
  }

  /** Which of an operand's own blocks a block reads. */
  private static long start(
      int block, List<Integer> outer, List<List<Boolean>> varying, int operand) {
    long start = 0;
    long stride = 1;
    int rest = block;
    for (int axis = outer.size() - 1; axis >= 0; axis--) {
      if (varying.get(axis).get(operand)) {
        start += rest % outer.get(axis) * stride;
        stride *= outer.get(axis);
      }
      rest /= outer.get(axis);
    }
    return start;
  }

  private static long size(AccessPattern access, int rows, int columns) {
    return switch (access) {
      case FULL -> (long) rows * columns;
      case EACH_ROW -> columns;
      case PER_ROW -> rows;
      case SINGLE -> 1;
    };
  }
}
