package dev.ranvier.cli;

import dev.ranvier.catalog.Json;
import dev.ranvier.cli.run.Style;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of every command that say what it prints, and where that goes. */
final class Output {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Print the result on stdout as JSON, one line.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description = "Colours in progress and errors: auto (the default), always or never.")
  private ColorMode color = ColorMode.auto;

  /** How what people read on stderr is marked. */
  Style style() {
    return color.style();
  }

  /** Where progress, notes and warnings go: stderr. */
  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /**
   * Where the result for people goes: stdout. Where programs read that ({@code --json}), stderr.
   */
  PrintWriter text() {
    return json ? err() : spec.commandLine().getOut();
  }

  /** Ends the result for people; prints that for programs, if it is asked for. */
  void result(Object tree) {
    text().flush();
    if (json) {
      spec.commandLine().getOut().println(Json.line(tree));
      spec.commandLine().getOut().flush();
    }
  }
}
