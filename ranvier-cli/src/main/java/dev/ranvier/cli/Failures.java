package dev.ranvier.cli;

import dev.ranvier.catalog.NearestMatch;
import dev.ranvier.data.DataException;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns what went wrong into one line on stderr and an exit code: 2 for wrong usage or input, 1 for
 * everything else.
 *
 * @param commands the names of all commands
 */
record Failures(Collection<String> commands)
    implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final int INDENT = "ranvier: ".length();
  private static final int WIDTH = 79 - INDENT;

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    report(command, message(e, command), e, List.of(arguments));
    return ExitCode.USAGE;
  }

  /**
   * Runs a command. Words that mean nothing are wrong usage also where help is asked for, which
   * picocli lets pass; a full Java heap, which is no exception, becomes one.
   */
  int execute(ParseResult parsed) {
    for (CommandLine line : parsed.asCommandLineList()) {
      List<String> unmatched = line.getParseResult().unmatched();
      if (!unmatched.isEmpty()) {
        throw new UnmatchedArgumentException(line, unmatched);
      }
    }
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      throw new ExecutionException(parsed.commandSpec().commandLine(), heap(e), e);
    }
  }

  private static String heap(OutOfMemoryError e) {
    return "memory: the Java heap of "
        + (Runtime.getRuntime().maxMemory() >> 20)
        + " MiB is full ("
        + e.getMessage()
        + "); read less data, or allow more, for instance with RANVIER_JAVA_OPTS=-Xmx12g";
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (e.getCause() instanceof OutOfMemoryError error) {
      report(command, heap(error), e, parsed.originalArgs());
      return ExitCode.SOFTWARE;
    }
    boolean expected = e instanceof IllegalArgumentException || e instanceof DataException;
    boolean explained = expected || isFromRanvier(e);
    String message =
        explained && e.getMessage() != null
            ? e.getMessage()
            : "unexpected " + e + "; run it again with --verbose to see where";
    report(command, message, e, parsed.originalArgs());
    return expected ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  private static boolean isFromRanvier(Exception e) {
    return e.getClass().getName().startsWith("dev.ranvier.")
        || e instanceof java.io.UncheckedIOException;
  }

  private String message(ParameterException e, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(unmatched.getUnmatched().getFirst(), command, name);
    }

    if (e.getArgSpec() instanceof OptionSpec option && e.getValue() != null) {
      Class<?> type = option.type();
      boolean whole = type == Long.class || type == Integer.class || type == int.class;
      if (whole || type == Double.class || type == double.class) {
        return option.longestName()
            + ": expected a "
            + (whole ? "whole " : "")
            + "number, got '"
            + e.getValue()
            + "'";
      }
    }
    String hint = e instanceof OverwrittenOptionException ? "; give it once" : "";
    String text = e.getMessage();
    return text.substring(0, 1).toLowerCase(java.util.Locale.ROOT)
        + text.substring(1)
        + hint
        + "; see '"
        + name
        + " --help'";
  }

  private String unmatched(String argument, CommandLine command, String name) {
    if (argument.startsWith("-")) {
      List<String> options = List.copyOf(command.getCommandSpec().optionsMap().keySet());
      return "unknown option '"
          + argument
          + "', '"
          + name
          + " --help' lists all"
          + NearestMatch.hint(argument, options);
    }
    if (command.getParent() == null) {
      return "unknown command '"
          + argument
          + "'; known are "
          + String.join(", ", commands)
          + NearestMatch.hint(argument, commands);
    }
    return "'" + argument + "' is one argument too many; see '" + name + " --help'";
  }

  /** On a terminal words stay whole; files and pipes get one line. */
  private static String broken(String line) {
    List<String> lines = Paragraph.lines(line, WIDTH);
    return String.join(System.lineSeparator() + " ".repeat(INDENT), lines);
  }

  private static void report(
      CommandLine command, String message, Exception e, List<String> arguments) {
    String name = ColorMode.of(arguments).style().bad("ranvier:");
    String line = message.replaceAll("\\R\\s*", " ");
    command.getErr().println(name + " " + (Terminal.isStderr() ? broken(line) : line));
    if (arguments.contains("--verbose")) {
      e.printStackTrace(command.getErr());
    }
    command.getErr().flush();
  }
}
