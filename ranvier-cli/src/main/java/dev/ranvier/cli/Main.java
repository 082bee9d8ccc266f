package dev.ranvier.cli;

import dev.ranvier.cli.bench.BenchCommand;
import dev.ranvier.exec.Engines;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code ranvier} command. */
@Command(
    name = "ranvier",
    description = "Define, train and use neural networks.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Callable<Integer> {
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  @Spec private CommandSpec spec;

  Main() {}

  /** Without a command, there is help. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }

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
    StandardOutput stdout = new StandardOutput();
    PrintWriter out = stdout.writer();
    CommandLine line = commandLine(arguments).setOut(out);
    int code = line.execute(arguments);
    out.flush();
    System.exit(stdout.exitCode(code, line.getErr()));
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
    Supplier<Object> only = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    CommandLine line =
        only == null
            ? allCommands()
            : new CommandLine(new Main()).addSubcommand(arguments[0], only.get());
    Failures failures = new Failures(COMMANDS.keySet());
    return line.setExecutionStrategy(failures::execute)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  /** All commands, not ready to run. */
  static CommandLine allCommands() {
    CommandLine line = new CommandLine(new Main());
    COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
    return line.addSubcommand(new HelpCommand());
  }

  /** The names of the commands in the order of the help. */
  static Collection<String> commandNames() {
    return COMMANDS.keySet();
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
    commands.put("data", DataCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("completion", CompletionCommand::new);
    return commands;
  }
}
