package dev.ranvier.cli;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * The outcome of a command that ran within the test.
 *
 * @param code the exit code
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record Cli(int code, String out, String err) {
  static Cli run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine(arguments)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Cli(code, out.toString(), err.toString());
  }

  /** The only value on stdout. */
  Object json() {
    return Json.read(out, Place.of("stdout"));
  }

  Map<?, ?> object() {
    return (Map<?, ?>) json();
  }
}
