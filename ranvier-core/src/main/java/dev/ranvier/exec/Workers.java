package dev.ranvier.exec;

/**
 * The threads that kernels run on.
 *
 * <p>One pool serves all kernels, so no two pools compete for the cores. A kernel splits its work
 * by the size of the work, never by the number of threads, wherever the split can be seen in the
 * result.
 */
public interface Workers {
  /** A part of a kernel's work. */
  @FunctionalInterface
  interface Task {
    /** Does the part of the given number. */
    void run(int part);
  }

  /** How many parts can run at the same time, the caller's thread included. */
  int threads();

  /**
   * Runs parts 0 to {@code parts} − 1, in parallel where possible, and returns when all are done.
   * Nested calls run one part after the other. What a part throws is thrown here.
   */
  void run(int parts, Task task);
}
