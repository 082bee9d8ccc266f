package dev.ranvier.cli;

import java.util.Optional;

/**
 * Loads the Vector API's incubator module into a running JVM, so that people do not read "WARNING:
 * Using incubator modules" at every command.
 *
 * <p>With {@code --add-modules} the JVM prints that line and nothing turns it off. The JDK's own
 * way of loading a module late (used for its agents) does not, and gives the same speed. It is
 * internal, hence reached by reflection: the jar's manifest exports it to this program ({@code
 * Add-Exports}). Where it is gone, {@code --add-modules jdk.incubator.vector} still works.
 */
final class VectorModule {

  static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /**
   * Makes the Vector API visible to all classes loaded afterwards.
   *
   * @return what went wrong, with the remedy; empty if the Vector API is there
   */
  static Optional<String> load() {
    if (isPresent()) {
      return Optional.empty();
    }
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, NAME);
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      return Optional.of(
          "Vector API: cannot load module %s into Java %s (%s); slower loops run instead. Set RANVIER_JAVA_OPTS=\"--add-modules %s\""
              .formatted(NAME, Runtime.version().feature(), reason.getMessage(), NAME));
    }
  }

  /** Whether classes of the Vector API can be used. */
  static boolean isPresent() {
    try {
      Class.forName("jdk.incubator.vector.FloatVector", false, null);
      return true;
    } catch (ClassNotFoundException _) {
      return false;
    }
  }
}
