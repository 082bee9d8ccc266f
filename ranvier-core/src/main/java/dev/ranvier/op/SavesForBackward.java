package dev.ranvier.op;

import dev.ranvier.graph.Op;

/**
 * An op that gives more than its value: behind the other results stands what its gradient needs. A
 * plan in which nobody reads that uses the op without it.
 */
public interface SavesForBackward extends Op {
  /** The same op without what it saves; its results are the first of this op's. */
  Op withoutSaved();
}
