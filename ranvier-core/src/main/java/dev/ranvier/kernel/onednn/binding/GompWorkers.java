package dev.ranvier.kernel.onednn.binding;

import static dev.ranvier.kernel.onednn.binding.NativeCall.INT;
import static dev.ranvier.kernel.onednn.binding.NativeCall.POINTER;

import dev.ranvier.exec.Ranges;
import dev.ranvier.exec.Workers;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Runs Java code on the OpenMP threads that oneDNN's own kernels run on, so that no two pools fight
 * for the cores.
 *
 * <p>A fork and join takes about 2 µs while the threads still spin. Running allocates nothing. The
 * threads attach to the JVM as daemons when they first run Java, and do not keep it alive.
 *
 * <p>OpenMP keeps a pool, and a thread count, for every thread that forks. So kernels should be run
 * by one thread for long; another one calls {@link #join} once, before it makes or runs primitives.
 */
public final class GompWorkers implements Workers {

  private static final String FORK = "GOMP_parallel";

  // What the threads are at. One team works at a time: whoever comes meanwhile runs serially.
  private static final AtomicBoolean BUSY = new AtomicBoolean();
  private static final int MAX_THREADS = 256;
  private static final Ranges RANGES = new Ranges(MAX_THREADS);
  private static final AtomicReference<Throwable> FAILURE = new AtomicReference<>();
  private static volatile Task task;

  private static volatile int threads;

  private GompWorkers() {}

  /** The workers; empty where the artifact brings no OpenMP runtime that can fork this way. */
  public static Optional<GompWorkers> find() {
    return Found.WORKERS;
  }

  /** Looked up once. */
  private static final class Found {
    static final Optional<GompWorkers> WORKERS =
        NativeLibrary.get()
            .openMp()
            .filter(library -> library.find(FORK).isPresent())
            .map(library -> new GompWorkers());
  }

  @Override
  public int threads() {
    if (threads == 0) {
      threads = OpenMp.maximumThreads();
    }
    return threads;
  }

  /** Sets how many threads share the work, here and in oneDNN's kernels made from now on. */
  public void setThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "threads: given %d, expected 1 or more; leave it out to use all cores".formatted(count));
    }
    if (threads != 0 && threads != count) {
      Dnnl.forgetPrimitives(); // they were compiled for the count before
    }
    threads = count;
    OpenMp.setThreads(count);
  }

  /** Gives the calling thread the common thread count; costs nothing when it has it. */
  public void join() {
    int count = threads();
    if (OpenMp.maximumThreads() != count) {
      OpenMp.setThreads(count);
    }
  }

  /**
   * Does something with oneDNN confined to the calling thread: what is made then never forks. Where
   * the artifact brings no OpenMP runtime of this kind, oneDNN decides by itself.
   */
  public static <T> T alone(Supplier<T> work) {
    Optional<GompWorkers> workers = find();
    if (workers.isEmpty()) {
      return work.get();
    }
    OpenMp.setThreads(1);
    try {
      return work.get();
    } finally {
      workers.get().join();
    }
  }

  /** Whether oneDNN is now confined to the calling thread. */
  public static boolean isAlone() {
    return find().isPresent() && OpenMp.maximumThreads() == 1;
  }

  /** Confines oneDNN to the calling thread until {@link #join}. */
  public static void confine() {
    OpenMp.setThreads(1);
  }

  /**
   * Runs parts 0 … {@code count}-1 and waits for all. Every thread has a range of them, always the
   * same for the same count, and helps others when it is done: so what it reads is mostly what it
   * wrote in the kernel before, which matters where cores are far from each other. What a part
   * throws is thrown here. Inside a part, and while another thread's work runs, the parts run one
   * after another in the calling thread.
   */
  @Override
  public void run(int count, Task work) {
    if (count <= 1 || threads() == 1 || !BUSY.compareAndSet(false, true)) {
      for (int part = 0; part < count; part++) {
        work.run(part);
      }
      return;
    }
    try {
      fork(count, work);
    } finally {
      task = null;
      BUSY.set(false);
    }
  }

  private void fork(int count, Task work) {
    RANGES.begin(count, threads);
    FAILURE.setPlain(null);
    task = work;
    // Always the full team: OpenMP ends the threads a smaller team does not need.
    OpenMp.fork(threads);
    Throwable failure = FAILURE.get();
    if (failure != null) {
      throw NativeCall.unexpected(failure);
    }
  }

  /**
   * What every thread of the team runs; OpenMP calls it. Nothing may be thrown into native code.
   */
  @SuppressWarnings("unused")
  private static void work(long unused) {
    try {
      Task current = task;
      int self = OpenMp.threadNumber();
      for (int part = RANGES.take(self); part >= 0; part = RANGES.take(self)) {
        current.run(part);
        if (FAILURE.get() != null) {
          return;
        }
      }
    } catch (Throwable failure) {
      FAILURE.compareAndSet(null, failure);
    }
  }

  /** The OpenMP runtime's functions; bound when first needed. */
  private static final class OpenMp {
    private static final SymbolLookup LIBRARY = NativeLibrary.get().openMp().orElseThrow();
    private static final MethodHandle PARALLEL =
        NativeCall.function(LIBRARY, FORK, FunctionDescriptor.ofVoid(POINTER, POINTER, INT, INT));
    private static final MethodHandle THREAD_NUMBER = number("omp_get_thread_num");
    private static final MethodHandle MAXIMUM_THREADS = number("omp_get_max_threads");
    private static final MethodHandle SET_THREADS =
        NativeCall.function(LIBRARY, "omp_set_num_threads", FunctionDescriptor.ofVoid(INT));
    private static final long WORK = workAddress();

    private static final long NO_DATA = 0;
    private static final int NO_FLAGS = 0;

    private static MethodHandle number(String name) {
      // They only read a field: worth leaving out the thread's state changes.
      return NativeCall.function(
          LIBRARY, name, FunctionDescriptor.of(INT), Linker.Option.critical(false));
    }

    @SuppressWarnings("restricted") // The type is that of GOMP_parallel's first parameter.
    private static long workAddress() {
      try {
        MethodHandle work =
            MethodHandles.lookup()
                .findStatic(
                    GompWorkers.class, "work", MethodType.methodType(void.class, long.class));
        return Linker.nativeLinker()
            .upcallStub(work, FunctionDescriptor.ofVoid(POINTER), Arena.global())
            .address();
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    static void fork(int threads) {
      try {
        PARALLEL.invokeExact(WORK, NO_DATA, threads, NO_FLAGS);
      } catch (Throwable failure) {
        throw NativeCall.unexpected(failure);
      }
    }

    static int threadNumber() throws Throwable {
      return (int) THREAD_NUMBER.invokeExact();
    }

    static int maximumThreads() {
      try {
        return (int) MAXIMUM_THREADS.invokeExact();
      } catch (Throwable failure) {
        throw NativeCall.unexpected(failure);
      }
    }

    public static void setThreads(int count) {
      try {
        SET_THREADS.invokeExact(count);
      } catch (Throwable failure) {
        throw NativeCall.unexpected(failure);
      }
    }
  }
}
