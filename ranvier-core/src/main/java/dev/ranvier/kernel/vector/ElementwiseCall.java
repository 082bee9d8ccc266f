package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;

/** A compiled loop tied to its buffers and to a split of its work; running it allocates nothing. */
final class ElementwiseCall implements Kernel.Call, Workers.Task {
  private final Loop loop;
  private final long[] table;
  private final Workers workers;
  // Keeps the buffers alive, of which the loop knows only addresses.
  private final Binding binding;
  private final int blocks;
  private final int group;
  private final int rows;
  private final int columns;
  private final int partColumns;
  private final int partRows;
  private final int partBlocks;
  private final int columnParts;
  private final int rowParts;
  private final int parts;

  ElementwiseCall(Loop loop, LoopNest nest, long[] table, Workers workers, Binding binding) {
    this.loop = loop;
    this.table = table;
    this.workers = workers;
    this.binding = binding;
    blocks = nest.blocks();
    group = table.length / blocks;
    rows = nest.rows();
    columns = nest.columns();
    // Long rows are split into columns; else several rows make a part; else several blocks.
    partColumns = Math.min(columns, ElementwiseKernel.PART_COLUMNS);
    partRows = Math.clamp(ElementwiseKernel.PART_COLUMNS / partColumns, 1, rows);
    partBlocks = Math.clamp(ElementwiseKernel.PART_COLUMNS / (partColumns * partRows), 1, blocks);
    columnParts = Math.ceilDiv(columns, partColumns);
    rowParts = Math.ceilDiv(rows, partRows);
    parts = columnParts * rowParts * Math.ceilDiv(blocks, partBlocks);
  }

  @Override
  public void run() {
    if ((long) blocks * rows * columns <= ElementwiseKernel.SERIAL_ELEMENTS) {
      runBlocks(0, blocks, 0, rows, 0, columns);
    } else {
      workers.run(parts, this);
    }
  }

  @Override
  public void run(int part) {
    int column = part % columnParts * partColumns;
    int row = part / columnParts % rowParts * partRows;
    int block = part / (columnParts * rowParts) * partBlocks;
    runBlocks(
        block,
        Math.min(partBlocks, blocks - block),
        row,
        Math.min(partRows, rows - row),
        column,
        Math.min(partColumns, columns - column));
  }

  private void runBlocks(
      int firstBlock, int count, int firstRow, int someRows, int firstColumn, int someColumns) {
    for (int block = firstBlock; block < firstBlock + count; block++) {
      int index = block * rows * columns;
      loop.run(table, block * group, columns, index, firstRow, someRows, firstColumn, someColumns);
    }
  }

  @Override
  public String toString() {
    return parts + " parts over " + binding.results();
  }
}
