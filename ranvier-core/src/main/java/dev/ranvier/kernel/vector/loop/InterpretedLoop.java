package dev.ranvier.kernel.vector.loop;

/**
 * Runs a body without compiling it: each instruction over a block of elements, then the next one.
 *
 * <p>It is near its speed from the start, because the loops it consists of are few and shared by
 * all bodies; a generated loop, which HotSpot has to compile first, is several times faster in the
 * end.
 */
public final class InterpretedLoop implements Loop {
  private final ThreadLocal<BlockInterpreter> machines;

  public InterpretedLoop(LoopBody body) {
    RegisterAllocation registers = RegisterAllocation.of(body);
    machines = ThreadLocal.withInitial(() -> new BlockInterpreter(body, registers));
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
    BlockInterpreter machine = machines.get();
    machine.start(table, base, rowLength, index, Math.min(columns, BlockInterpreter.BLOCK));
    for (int row = firstRow; row < firstRow + rows; row++) {
      machine.startRow(row);
      int end = firstColumn + columns;
      for (int column = firstColumn; column < end; column += BlockInterpreter.BLOCK) {
        machine.runBlock(column, Math.min(BlockInterpreter.BLOCK, end - column));
      }
    }
  }
}
