package dev.ranvier.cli;

import picocli.CommandLine.Option;

/** The option of every command that says how much an error tells. */
final class Verbosity {
  /** Read by {@link Failures}, from the arguments: an option may be what is wrong. */
  @Option(names = "--verbose", description = "Show where in the program an error came from.")
  private boolean verbose;
}
