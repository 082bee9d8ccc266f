package dev.ranvier.cli.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Catches Ctrl-C and SIGTERM.
 *
 * <p>A shutdown hook would not do: it never learns of a second signal, which is to end the process
 * at once. {@code sun.misc.Signal} does; every use of it is a warning that javac lets nobody
 * silence, so it is called by reflection. That takes a tenth of a second, hence on a thread of its
 * own. Until it has run, and where a JVM has none, a signal ends the process at once.
 */
final class Signals implements AutoCloseable {
  private static final List<String> NAMES = List.of("INT", "TERM");

  private final List<Runnable> undo = new ArrayList<>();
  private final Thread thread;

  /** Calls this, on a thread of the JVM's, for each signal until it is closed. */
  Signals(Runnable handler) {
    thread = new Thread(() -> NAMES.forEach(name -> handle(name, handler)), "signals");
    thread.setDaemon(true);
    thread.start();
  }

  private void handle(String name, Runnable handler) {
    try {
      Class<?> signalClass = Class.forName("sun.misc.Signal");
      Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
      Object signal = signalClass.getConstructor(String.class).newInstance(name);
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerClass},
              (self, method, arguments) -> called(self, method.getName(), arguments, handler));
      var handle = signalClass.getMethod("handle", signalClass, handlerClass);
      Object before = handle.invoke(null, signal, proxy);
      undo.add(
          () -> {
            try {
              handle.invoke(null, signal, before);
            } catch (ReflectiveOperationException e) {
              throw new IllegalStateException("signals: cannot restore SIG" + name, e);
            }
          });
    } catch (InvocationTargetException e) {
      // The JVM was told to leave signals alone (-Xrs), or keeps this one for itself.
    } catch (ReflectiveOperationException e) {
      // Another JVM without this class.
    }
  }

  private static Object called(Object self, String method, Object[] arguments, Runnable handler) {
    return switch (method) {
      case "handle" -> {
        handler.run();
        yield null;
      }
      case "equals" -> self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      default -> "signals of a training run";
    };
  }

  /** Signals do what they did before. */
  @Override
  public void close() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    undo.forEach(Runnable::run);
  }
}
