package dev.ranvier.kernel.vector.memory;

import dev.ranvier.exec.Workers;

/**
 * How a row of equal units of work is cut into parts for threads: by the work's size alone.
 *
 * <p>The number of parts is a power of two or a multiple of one. So the threads' ranges of parts
 * are halves, quarters … of all units, the same in every kernel whatever its parts: what a thread
 * reads lies near its core.
 *
 * @param units how many units there are
 * @param parts how many parts they make, equal ones but for one unit
 */
public record WorkSplit(int units, int parts) {
  /** Elements that make a part worth handing to another thread. */
  static final int ELEMENTS = 1 << 14;

  /** Parts up to which their number is a power of two. */
  private static final int FEW_PARTS = 64;

  /** Parts for units that each touch {@code elementsPerUnit} elements. */
  public static WorkSplit of(int units, long elementsPerUnit) {
    return about(units, ELEMENTS / Math.max(1, elementsPerUnit));
  }

  /** Parts of at most {@code unitsPerPart} units. */
  public static WorkSplit about(int units, long unitsPerPart) {
    int minParts = Math.ceilDiv(units, Math.clamp(unitsPerPart, 1, Math.max(1, units)));
    int even =
        minParts <= FEW_PARTS
            ? Integer.highestOneBit(Math.max(1, 2 * minParts - 1))
            : Math.ceilDiv(minParts, FEW_PARTS) * FEW_PARTS;
    return new WorkSplit(units, Math.clamp(even, 1, Math.max(1, units)));
  }

  public int first(int part) {
    return (int) ((long) part * units / parts);
  }

  public int count(int part) {
    return first(part + 1) - first(part);
  }

  /** Units of the largest part. */
  public int max() {
    return Math.ceilDiv(units, parts);
  }

  /** Runs all parts; two small ones are not worth another thread. */
  public void run(Workers workers, Workers.Task task) {
    if (parts > 2) {
      workers.run(parts, task);
    } else {
      for (int part = 0; part < parts; part++) {
        task.run(part);
      }
    }
  }
}
