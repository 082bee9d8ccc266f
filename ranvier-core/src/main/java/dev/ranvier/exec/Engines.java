package dev.ranvier.exec;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The engines of this process, made on first use. */
public final class Engines {
  private static Engine standard;
  private static Engine onCallersThread;

  private Engines() {}

  /** The engine with every backend that works here, on as many threads as there are cores. */
  public static synchronized Engine standard() {
    if (standard == null) {
      standard = withThreads(Runtime.getRuntime().availableProcessors());
    }
    return standard;
  }

  /**
   * Gives the standard engine {@code threads} threads and returns it; plans compiled before keep
   * theirs, except that threads of native code are shared by all.
   */
  public static synchronized Engine useThreads(int threads) {
    standard = withThreads(threads);
    return standard;
  }

  /**
   * The engine whose plans run on the thread that calls them and no other, so that several plans
   * can run at once without being in each other's way.
   */
  public static synchronized Engine onCallersThread() {
    if (onCallersThread == null) {
      onCallersThread = on(new JavaWorkers(1), providers());
    }
    return onCallersThread;
  }

  /** Why some families of kernels cannot work here; empty when all can. */
  public static List<String> problems() {
    return providers().stream().map(BackendProvider::problem).flatMap(Optional::stream).toList();
  }

  private static List<BackendProvider> providers() {
    return ServiceLoader.load(BackendProvider.class, BackendProvider.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(BackendProvider::rank))
        .toList();
  }

  private static Engine withThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("engine: threads must be at least 1, got " + threads);
    }
    List<BackendProvider> providers = providers();
    Workers workers =
        providers.stream()
            .map(provider -> provider.workers(threads))
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("engine: no backend offers worker threads"));
    return on(workers, providers);
  }

  private static Engine on(Workers workers, List<BackendProvider> providers) {
    return new Engine(
        workers,
        providers.stream().flatMap(provider -> provider.backend(workers).stream()).toList());
  }
}
