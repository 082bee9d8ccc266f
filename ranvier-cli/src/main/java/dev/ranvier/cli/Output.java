package dev.ranvier.cli;

import dev.ranvier.catalog.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of every command that say what it prints, and where that goes. */
final class Output {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Print the result as one JSON value on stdout.")
  private boolean json;

  @Option(names = "--verbose", description = "Show where in the program an error came from.")
  private boolean verbose;

  /** Where people read: stderr. */
  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Prints the result for programs, if it is asked for. */
  void result(Object tree) {
    err().flush();
    if (json) {
      spec.commandLine().getOut().println(Json.line(tree));
      spec.commandLine().getOut().flush();
    }
  }
}
