package dev.ranvier.exec;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Parts of work that threads share: a range of neighbouring parts for each, and when a thread is
 * through with its own, what is left of the others'.
 *
 * <p>Kernels cut their work by rows of a batch, so the same thread meets the same rows in every
 * kernel, and most of what it reads is still near its core. Taking allocates nothing.
 */
public final class Ranges {
  /** Numbers from one counter to the next: counters of two threads lie on different lines. */
  private static final int APART = 32;

  private final int maxOwners;
  private final AtomicIntegerArray next;
  private int parts;
  private int owners;

  /**
   * Ranges for threads.
   *
   * @param maxOwners how many can have a range of their own; more threads only help
   */
  public Ranges(int maxOwners) {
    this.maxOwners = maxOwners;
    next = new AtomicIntegerArray(maxOwners * APART);
  }

  /** Deals out parts 0 to {@code count} − 1; nobody may be taking meanwhile. */
  public void begin(int count, int threads) {
    parts = count;
    owners = Math.min(threads, maxOwners);
    for (int owner = 0; owner < owners; owner++) {
      next.set(owner * APART, first(owner));
    }
  }

  /** The next part for a thread, or −1 when none is left. */
  public int take(int thread) {
    for (int i = 0; i < owners; i++) {
      int owner = (thread + i) % owners;
      int end = first(owner + 1);
      if (next.get(owner * APART) < end) {
        int part = next.getAndIncrement(owner * APART);
        if (part < end) {
          return part;
        }
      }
    }
    return -1;
  }

  private int first(int owner) {
    return (int) ((long) owner * parts / owners);
  }
}
