package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Workers;

/**
 * How a row of equal units of work is cut into parts for threads: by the work's size alone.
 *
 * @param units how many units there are
 * @param unitsPerPart how many of them make a part; the last part may have fewer
 */
record Shares(int units, int unitsPerPart) {
  /** Elements that make a part worth handing to another thread. */
  static final int ELEMENTS = 1 << 14;

  /** Shares for units that each touch so many elements. */
  static Shares of(int units, long elementsPerUnit) {
    long perPart = Math.max(1, ELEMENTS / Math.max(1, elementsPerUnit));
    return new Shares(units, (int) Math.min(perPart, units));
  }

  int parts() {
    return Math.ceilDiv(units, unitsPerPart);
  }

  int first(int part) {
    return part * unitsPerPart;
  }

  int count(int part) {
    return Math.min(unitsPerPart, units - first(part));
  }

  /** Runs all parts; two small ones are not worth another thread. */
  void run(Workers workers, Workers.Task task) {
    int parts = parts();
    if (parts > 2) {
      workers.run(parts, task);
    } else {
      for (int part = 0; part < parts; part++) {
        task.run(part);
      }
    }
  }
}
