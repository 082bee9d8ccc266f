package dev.ranvier.bench;

import java.io.IOException;

/** Starts JMH, whose options it takes: {@code -h} lists them. */
public final class Main {
  private Main() {}

  /**
   * Runs the benchmarks.
   *
   * @param arguments JMH's
   */
  public static void main(String[] arguments) throws IOException {
    // A jar's main class must be in the jar's own module.
    org.openjdk.jmh.Main.main(arguments);
  }
}
