package dev.ranvier.kernel.vector.loop;

import dev.ranvier.kernel.vector.memory.AllMemory;
import java.lang.foreign.MemorySegment;

/**
 * A row of an operand written several times in a row, for a loop over wider rows.
 *
 * @param from the address of the row
 * @param to where it is repeated
 * @param bytes the length of the row
 * @param times how often it is written
 */
public record BroadcastRow(long from, long to, long bytes, int times) {
  void copy() {
    for (int i = 0; i < times; i++) {
      MemorySegment.copy(AllMemory.ALL, from, AllMemory.ALL, to + i * bytes, bytes);
    }
  }
}
