package dev.ranvier.cli;

import dev.ranvier.cli.bench.BenchCommand;
import dev.ranvier.exec.Engines;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code ranvier} command. */
@Command(
    name = "ranvier",
    description = "Define, train and use neural networks.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  Main() {}

  /**
   * Runs one command and exits with its code: 0 done, 1 failed, 2 wrong usage or input.
   *
   * @param arguments the words after {@code ranvier}
   */
  public static void main(String[] arguments) {
    VectorModule.load().ifPresent(System.err::println);
    if (arguments.length > 0 && arguments[0].equals("train")) {
      startEngine();
    }
    System.exit(commandLine(arguments).execute(arguments));
  }

  /** Loads native code on another core while this one reads the arguments and the experiment. */
  private static void startEngine() {
    Thread thread = new Thread(Engines::standard, "engine");
    thread.setDaemon(true);
    // What goes wrong, goes wrong again, and is told, where the engine is used.
    thread.setUncaughtExceptionHandler((where, failure) -> {});
    thread.start();
  }

  /**
   * The parser for some arguments. Where they begin with a command, only that one is set up: each
   * takes some time.
   */
  static CommandLine commandLine(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    Supplier<Object> only = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    if (only != null) {
      line.addSubcommand(arguments[0], only.get());
    } else {
      COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
      line.addSubcommand(new HelpCommand());
    }
    Failures failures = new Failures(COMMANDS.keySet());
    return line.setExecutionStrategy(failures::execute)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("train", TrainCommand::new);
    commands.put("evaluate", EvaluateCommand::new);
    commands.put("predict", PredictCommand::new);
    commands.put("sample", SampleCommand::new);
    commands.put("lr-find", LrFindCommand::new);
    commands.put("summary", SummaryCommand::new);
    commands.put("catalog", CatalogCommand::new);
    commands.put("bench", BenchCommand::new);
    commands.put("doctor", DoctorCommand::new);
    return commands;
  }
}
