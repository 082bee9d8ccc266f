package dev.ranvier.train;

import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.infer.InferenceSession;
import dev.ranvier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Prints on how many threads kernels run at once, as the operating system sees it; see {@code
 * ThreadsTest}.
 *
 * <p>Threads that compute have a name that says so: callers are given it, native threads have that
 * of the caller they were made for, Java's workers have their own. Those of the JVM do not count:
 * they compile and collect.
 */
final class ThreadsProbe {
  static final Path TASKS = Path.of("/proc/self/task");
  private static final int SAMPLES = 400;

  /** Enough that a step takes long against the change from one caller to the next. */
  private static final int BATCH = 128;

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private ThreadsProbe() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Engine one = Engines.useThreads(1);
    measure("one-thread", 1, List.of(training(one)));
    Engine all = Engines.useThreads(CORES);
    measure("all-threads", CORES, List.of(training(all)));
    measure("two-trainings", CORES, List.of(training(all), training(all)));
    Engine again = Engines.useThreads(CORES);
    measure("two-engines", CORES, List.of(training(all), training(again), predictions(again)));
    List<Runnable> callers = new ArrayList<>();
    Runnable predictions = predictions(Engines.onCallersThread());
    for (int i = 0; i < CORES; i++) {
      callers.add(predictions);
    }
    measure("callers", CORES, callers);
    callers.add(training(again));
    measure("callers-and-training", CORES, callers);
  }

  private static Runnable training(Engine engine) {
    TrainingStep step = ConvolutionNetwork.step(engine, BATCH);
    Batch batch = ConvolutionNetwork.batch(BATCH);
    return () -> step.run(batch, 1e-9, 1);
  }

  private static Runnable predictions(Engine engine) {
    InferenceSession session = new InferenceSession(ConvolutionNetwork.model(), engine);
    Tensor inputs = ConvolutionNetwork.batch(BATCH).inputs();
    return () -> session.predict(inputs);
  }

  /** Has each caller work on a thread of its own, and counts what runs meanwhile. */
  private static void measure(String name, int allowed, List<Runnable> callers)
      throws IOException, InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (Runnable caller : callers) {
      Runnable work =
          () -> {
            while (!done.get()) {
              caller.run();
            }
          };
      threads.add(Thread.ofPlatform().name("compute").start(work));
    }
    Thread.sleep(500); // threads are made, much is compiled
    int full = 0;
    int over = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      int running = running();
      full += running == allowed ? 1 : 0;
      over += running > allowed ? 1 : 0;
      Thread.sleep(2);
    }
    done.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("measured " + name + "-full " + (double) full / SAMPLES);
    System.out.println("measured " + name + "-over " + (double) over / SAMPLES);
  }

  /** The threads that compute, or would if they had a processor. */
  private static int running() throws IOException {
    int count = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        count += isComputing(task) ? 1 : 0;
      }
    }
    return count;
  }

  private static boolean isComputing(Path task) throws IOException {
    try {
      String status = Files.readString(task.resolve("stat")); // 1234 (name) R …
      String name = status.substring(status.indexOf('(') + 1, status.lastIndexOf(')'));
      return (name.startsWith("compute") || name.startsWith("ranvier-worker"))
          && status.charAt(status.lastIndexOf(')') + 2) == 'R';
    } catch (NoSuchFileException ended) {
      return false;
    }
  }
}
