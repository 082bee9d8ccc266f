package dev.ranvier.cli;

import dev.ranvier.cli.experiment.Experiment;
import dev.ranvier.cli.experiment.ExperimentFile;
import dev.ranvier.cli.profile.ProfileTable;
import dev.ranvier.cli.run.ProgressDisplay;
import dev.ranvier.cli.run.RunFolder;
import dev.ranvier.cli.run.Training;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ranvier train}: trains a model and keeps it in a folder. */
@Command(
    name = "train",
    description = "Train a model; keep it, and all that happened, in a folder.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "<preset | experiment.yaml>", description = "What to train.")
  private String experiment;

  @Mixin private ExperimentOptions options;
  @Mixin private Output output;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run's folder; runs/<name>-<time> if not given.")
  private Path out;

  @Option(
      names = "--profile",
      description = "Show where the time of the last steps went: each op's time and rates.")
  private boolean profile;

  @Option(
      names = "--dump-kernels",
      paramLabel = "DIR",
      description = "Write what each generated kernel of a training step does into a folder.")
  private Path kernels;

  @Override
  public Integer call() {
    ExperimentFile file = options.load(experiment);
    Experiment wanted = file.experiment();
    RunFolder folder =
        RunFolder.create(out == null ? RunFolder.unnamed(file.name()) : out, file.text());
    try (ProgressDisplay display = new ProgressDisplay(output.err(), Terminal::isStderr)) {
      Map<String, Object> metrics =
          new Training(wanted, folder, display, profile, Optional.ofNullable(kernels)).run();
      show(metrics);
      if (profile) {
        output.err().println();
        output.err().print(ProfileTable.of((Map<?, ?>) metrics.get("profile")));
      }
      output.result(metrics);
      return 0;
    } catch (RuntimeException | Error e) {
      if (!folder.hasModel()) {
        folder.discard();
      }
      throw e;
    }
  }

  private void show(Map<String, Object> metrics) {
    Table table = new Table(2);
    if (metrics.get("test_accuracy") instanceof Double accuracy) {
      table.row(
          "test accuracy",
          String.format(
              Locale.ROOT,
              "%.4f (%d errors in %d)",
              accuracy,
              metrics.get("test_errors"),
              metrics.get("test_examples")));
    }
    table.row("test loss", String.format(Locale.ROOT, "%.4f", metrics.get("test_loss")));
    table.row("parameters", String.format(Locale.ROOT, "%,d", metrics.get("parameters")));
    table.row("seconds", String.format(Locale.ROOT, "%.1f", metrics.get("seconds")));
    table.row("run", metrics.get("run"));
    output.err().println();
    output.err().print(table);
  }
}
