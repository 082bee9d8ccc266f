package dev.ranvier.cli;

import dev.ranvier.cli.bench.BenchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code ranvier} command. */
@Command(
    name = "ranvier",
    description = "Define, train and use neural networks.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {BenchCommand.class, DoctorCommand.class, HelpCommand.class})
public final class Main {

  Main() {}

  /**
   * Runs one command and exits with its code: 0 done, 1 failed, 2 wrong usage.
   *
   * @param arguments the words after {@code ranvier}
   */
  public static void main(String[] arguments) {
    VectorModule.load().ifPresent(System.err::println);
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
