package dev.ranvier.kernel.vector.memory;

import dev.ranvier.exec.Workers;
import dev.ranvier.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies elements of four or two bytes between two arrays that step differently through their axes:
 * what transposing, slicing, padding and joining consist of.
 *
 * <p>Neighbouring axes along which both sides step alike are joined. Rows that are contiguous on
 * both sides are copied at once; where each side is contiguous along another axis, tiles of the two
 * are copied so that both stay within few cache lines.
 */
public final class StridedCopy {
  /** One axis: its size, and how many elements apart its neighbours lie on either side. */
  public record Axis(int size, long source, long target) {}

  private static final int TILE = 16;
  private static final Axis NOTHING = new Axis(1, 1, 1);

  private final Axis[] outer;
  private final Axis rows;
  private final Axis columns;
  private final int rowTiles;
  private final WorkSplit shares;

  /** A copy over axes in the order of the target's steps, largest first. */
  public StridedCopy(List<Axis> axes) {
    List<Axis> joined = join(axes);
    columns = joined.isEmpty() ? NOTHING : joined.removeLast();
    // The axis along which the source is contiguous makes tiles with the target's.
    int tiled = joined.size() - 1;
    for (int i = 0; i < joined.size(); i++) {
      if (columns.source() != 1 && joined.get(i).source() == 1) {
        tiled = i;
      }
    }
    rows = joined.isEmpty() ? NOTHING : joined.remove(tiled);
    outer = joined.toArray(Axis[]::new);
    int count = 1;
    for (Axis axis : outer) {
      count = Math.multiplyExact(count, axis.size());
    }
    rowTiles = Math.ceilDiv(rows.size(), TILE);
    int rowsOfTile = Math.min(TILE, rows.size());
    shares = WorkSplit.of(Math.multiplyExact(count, rowTiles), (long) rowsOfTile * columns.size());
  }

  private static List<Axis> join(List<Axis> axes) {
    List<Axis> joined = new ArrayList<>();
    for (Axis axis : axes) {
      if (axis.size() == 1) {
        continue;
      }
      Axis last = joined.isEmpty() ? NOTHING : joined.getLast();
      if (!joined.isEmpty()
          && last.source() == axis.source() * axis.size()
          && last.target() == axis.target() * axis.size()) {
        joined.removeLast();
        joined.add(
            new Axis(Math.multiplyExact(last.size(), axis.size()), axis.source(), axis.target()));
      } else {
        joined.add(axis);
      }
    }
    return joined;
  }

  /** The copy of numbers of a type from an address to another, ready to run. */
  public Runnable bind(Workers workers, DType dtype, long source, long target) {
    int bytes = dtype.bytes();
    Workers.Task task =
        part -> {
          for (int i = shares.first(part); i < shares.first(part) + shares.count(part); i++) {
            copyTile(i, bytes, source, target);
          }
        };
    return () -> shares.run(workers, task);
  }

  private void copyTile(int unit, int bytes, long source, long target) {
    int firstRow = unit % rowTiles * TILE;
    long from = source + bytes * firstRow * rows.source();
    long to = target + bytes * firstRow * rows.target();
    int rest = unit / rowTiles;
    for (int i = outer.length - 1; i >= 0; i--) {
      int position = rest % outer[i].size();
      from += bytes * position * outer[i].source();
      to += bytes * position * outer[i].target();
      rest /= outer[i].size();
    }
    int count = Math.min(TILE, rows.size() - firstRow);
    if (columns.source() == 1 && columns.target() == 1) {
      for (int row = 0; row < count; row++) {
        ScalarAccess.copyBytes(
            from + bytes * row * rows.source(),
            to + bytes * row * rows.target(),
            (long) bytes * columns.size());
      }
    } else {
      for (int column = 0; column < columns.size(); column += TILE) {
        int width = Math.min(TILE, columns.size() - column);
        copyElements(
            bytes,
            from + bytes * column * columns.source(),
            to + bytes * column * columns.target(),
            count,
            width);
      }
    }
  }

  private void copyElements(int bytes, long from, long to, int height, int width) {
    long sourceStep = bytes * columns.source();
    long targetStep = bytes * columns.target();
    for (int row = 0; row < height; row++) {
      long source = from + bytes * row * rows.source();
      long target = to + bytes * row * rows.target();
      for (int column = 0; column < width; column++) {
        if (bytes == Short.BYTES) {
          ScalarAccess.setShort(target, ScalarAccess.getShort(source));
        } else {
          ScalarAccess.setFloat(target, ScalarAccess.getFloat(source));
        }
        source += sourceStep;
        target += targetStep;
      }
    }
  }

  @Override
  public String toString() {
    return String.format("%d x %dx%d", shares.units() / rowTiles, rows.size(), columns.size());
  }
}
