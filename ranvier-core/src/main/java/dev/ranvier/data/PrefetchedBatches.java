package dev.ranvier.data;

import java.lang.ref.Cleaner;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Batches that a thread of their own fills ahead, in a ring of three: one with the caller, two
 * being filled or waiting.
 *
 * <p>The thread is a daemon and knows only the ring, not this object: when this object is dropped
 * without being closed, a cleaner ends the thread.
 */
final class PrefetchedBatches implements Batches {
  private static final int RING = 3;
  private static final Cleaner CLEANER = Cleaner.create();

  private final int steps;
  private final Ring ring;
  private final Thread thread;
  private final Cleaner.Cleanable ending;
  private long number;
  private Slot current;
  private boolean closed;

  private PrefetchedBatches(int steps, Ring ring, Thread thread, long number) {
    this.steps = steps;
    this.ring = ring;
    this.thread = thread;
    this.number = number;
    this.ending = CLEANER.register(this, thread::interrupt);
  }

  static PrefetchedBatches open(Dataset dataset, Batching batching, int epoch, int step) {
    BatchFiller filler = BatchFiller.of(dataset, batching);
    long first = filler.number(epoch, step);
    Ring ring = Ring.of(filler);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("ranvier-batches")
            .unstarted(() -> run(ring, filler, first));
    PrefetchedBatches batches = new PrefetchedBatches(filler.steps(), ring, thread, first);
    thread.start();
    return batches;
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public int epoch() {
    return (int) (number / steps);
  }

  @Override
  public int step() {
    return (int) (number % steps);
  }

  @Override
  public Batch next() {
    if (closed) {
      throw new IllegalStateException("batches: closed, no further batch");
    }
    try {
      if (current == null || current.failure == null) {
        Slot used = current;
        current = null;
        if (used != null) {
          ring.empty.add(used); // never full: it has room for the whole ring
        }
        current = ring.filled.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException("batches: interrupted while waiting for the next batch", e);
    }
    if (current.failure instanceof Error error) {
      throw error;
    } else if (current.failure instanceof RuntimeException exception) {
      throw exception;
    }
    number++;
    return current.batch;
  }

  @Override
  public void close() {
    closed = true;
    ending.clean();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the thread ends after at most one batch: wait for it all the same
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The filling thread. */
  Thread thread() {
    return thread;
  }

  private static void run(Ring ring, BatchFiller filler, long first) {
    try {
      for (long number = first; !Thread.currentThread().isInterrupted(); number++) {
        Slot slot = ring.empty.take();
        try {
          slot.batch = filler.fill(number, slot.memory);
        } catch (RuntimeException | Error e) {
          slot.failure =
              e; // raised in the caller's thread, where somebody can do something about it
        }
        ring.filled.put(slot);
        if (slot.failure != null) {
          return;
        }
      }
    } catch (InterruptedException e) {
      // Closed: nobody waits for more.
    }
  }

  private record Ring(BlockingQueue<Slot> empty, BlockingQueue<Slot> filled) {
    static Ring of(BatchFiller filler) {
      Ring ring = new Ring(new ArrayBlockingQueue<>(RING), new ArrayBlockingQueue<>(RING));
      for (int i = 0; i < RING; i++) {
        ring.empty.add(new Slot(filler.allocate()));
      }
      return ring;
    }
  }

  /** One place of the ring; handed over through the queues, which order all access. */
  private static final class Slot {
    private final BatchMemory memory;
    private Batch batch;
    private Throwable failure;

    private Slot(BatchMemory memory) {
      this.memory = memory;
    }
  }
}
