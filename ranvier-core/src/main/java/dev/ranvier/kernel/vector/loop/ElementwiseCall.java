package dev.ranvier.kernel.vector.loop;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import java.util.List;

/** A compiled loop tied to its buffers and to a split of its work; running it allocates nothing. */
public final class ElementwiseCall implements Kernel.Call, Workers.Task {
  private final Loop loop;
  private final LoopTiling tiling;
  private final long[] table;
  private final BroadcastRow[] repeated;
  private final Accumulators.Bound[] accumulators;
  private final Workers workers;
  // Keeps the buffers alive, of which the loop knows only addresses.
  private final Binding binding;
  private final int group;
  private final int rowLength;
  private final int parts;
  private final boolean inOrder;

  /**
   * Ties a loop.
   *
   * @param table the addresses of operands and results, a group for every tile
   * @param repeated the operands that are repeated before each run
   * @param accumulators where reduced results come from
   */
  ElementwiseCall(
      Loop loop,
      LoopTiling tiling,
      long[] table,
      List<BroadcastRow> repeated,
      List<Accumulators.Bound> accumulators,
      Workers workers,
      Binding binding) {
    this.loop = loop;
    this.tiling = tiling;
    this.table = table;
    this.repeated = repeated.toArray(BroadcastRow[]::new);
    this.accumulators = accumulators.toArray(Accumulators.Bound[]::new);
    this.workers = workers;
    this.binding = binding;
    group = table.length / tiling.tiles();
    rowLength = tiling.nest().columns();
    parts = tiling.parts();
    // A loop may compute what is left of the rows after all whole vectors. Where rows go into one
    // sum, that would make the order of additions depend on the kind of loop.
    inOrder = accumulators.stream().anyMatch(Accumulators.Bound::joinsRows);
  }

  @Override
  public void run() {
    for (BroadcastRow row : repeated) {
      row.copy();
    }
    if (parts == 1) {
      run(0);
    } else {
      workers.run(parts, this);
    }
    for (Accumulators.Bound each : accumulators) {
      each.combine();
    }
  }

  @Override
  public void run(int part) {
    int first = tiling.firstTile(part);
    int count = tiling.tileCount(part);
    for (int tile = first; tile < first + count; tile++) {
      for (Accumulators.Bound each : accumulators) {
        each.clear(tile);
      }
      runTile(tile);
    }
  }

  private void runTile(int tile) {
    int base = tile * group;
    int index = tiling.block(tile) * tiling.nest().rows() * rowLength;
    int row = tiling.firstRow(tile);
    int rows = tiling.rows(tile);
    int column = tiling.firstColumn(tile);
    int columns = tiling.columns(tile);
    int whole = tiling.endsShort(tile) ? rows - 1 : rows;
    int rowsAtOnce = inOrder ? 1 : rows;
    for (int done = 0; done < whole; done += rowsAtOnce) {
      int count = Math.min(rowsAtOnce, whole - done);
      loop.run(table, base, rowLength, index, row + done, count, column, columns);
    }
    if (whole < rows) {
      int last = tiling.nest().lastColumns();
      loop.run(table, base, rowLength, index, row + whole, 1, column, last);
    }
  }

  @Override
  public String toString() {
    return parts + " parts over " + binding.results();
  }
}
