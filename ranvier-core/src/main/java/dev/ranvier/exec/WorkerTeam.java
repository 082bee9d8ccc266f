package dev.ranvier.exec;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The helper threads behind {@link JavaWorkers} and the job they share.
 *
 * <p>A job is open while its caller has it; helpers enter an open job, take parts until none is
 * left, those of their own range first, and leave. The caller waits only for those who entered, so
 * a helper that sleeps costs nothing.
 */
final class WorkerTeam {
  /**
   * About 20 µs: longer than the gap between two kernels of a plan, shorter than anyone notices.
   */
  private static final int SPINS = 2000;

  private static final int CLOSED = -1;

  private final Thread[] helpers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Ranges ranges;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** How many helpers are inside the open job, or {@link #CLOSED}. */
  private final AtomicInteger inside = new AtomicInteger(CLOSED);

  private final AtomicInteger sleeping = new AtomicInteger();
  private volatile int job;
  private volatile boolean stopped;
  private Workers.Task task;

  WorkerTeam(int count) {
    helpers = new Thread[count];
    ranges = new Ranges(count + 1);
    for (int i = 0; i < count; i++) {
      int self = i + 1;
      helpers[i] = Thread.ofPlatform().daemon().name("ranvier-worker-" + i).start(() -> help(self));
    }
  }

  int helpers() {
    return helpers.length;
  }

  void stop() {
    stopped = true;
    wake();
  }

  void run(int count, Workers.Task work) {
    if (count <= 1 || helpers.length == 0 || !busy.compareAndSet(false, true)) {
      for (int part = 0; part < count; part++) {
        work.run(part);
      }
      return;
    }
    try {
      task = work;
      ranges.begin(count, helpers.length + 1);
      inside.set(0); // opens the job; what was written before is visible to who enters
      job = job + 1; // only the caller that made the team busy writes it
      if (sleeping.get() > 0) {
        wake();
      }
      takeParts(0);
      close();
    } finally {
      task = null;
      busy.set(false);
    }
    Throwable thrown = failure.getAndSet(null);
    switch (thrown) {
      case null -> {}
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException("workers: a part failed", thrown);
    }
  }

  private void takeParts(int self) {
    for (int part = ranges.take(self); part >= 0; part = ranges.take(self)) {
      try {
        task.run(part);
      } catch (Throwable thrown) {
        failure.compareAndSet(null, thrown);
      }
    }
  }

  private void close() {
    int spins = 0;
    while (!inside.compareAndSet(0, CLOSED)) {
      if (spins++ < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  private void wake() {
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
  }

  private void help(int self) {
    int seen = 0;
    while (!stopped) {
      seen = awaitJob(seen);
      if (enter()) {
        takeParts(self);
        inside.getAndDecrement();
      }
    }
  }

  private boolean enter() {
    int count = inside.get();
    while (count != CLOSED) {
      if (inside.compareAndSet(count, count + 1)) {
        return true;
      }
      count = inside.get();
    }
    return false;
  }

  private int awaitJob(int seen) {
    for (int spin = 0; spin < SPINS; spin++) {
      if (job != seen) {
        return job;
      }
      Thread.onSpinWait();
    }
    sleeping.getAndIncrement();
    while (job == seen && !stopped) {
      LockSupport.park(this);
    }
    sleeping.getAndDecrement();
    return job;
  }
}
