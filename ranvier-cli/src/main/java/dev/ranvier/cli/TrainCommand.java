package dev.ranvier.cli;

import dev.ranvier.cli.experiment.Continuation;
import dev.ranvier.cli.experiment.Experiment;
import dev.ranvier.cli.experiment.ExperimentFile;
import dev.ranvier.cli.experiment.Presets;
import dev.ranvier.cli.profile.ProfileTable;
import dev.ranvier.cli.run.Figures;
import dev.ranvier.cli.run.FullBatchTraining;
import dev.ranvier.cli.run.InterruptedRunException;
import dev.ranvier.cli.run.Interruption;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier train}: trains a model and keeps it in a folder. */
@Command(
    name = "train",
    description = "Train a model; keep it, and all that happened, in a folder.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "<preset | file>",
      arity = "0..1",
      completionCandidates = Presets.Names.class,
      description = "What to train; not needed with --resume.")
  private String experiment;

  @Mixin private ExperimentOptions options;
  @Mixin private Output output;
  private CommandSpec command;

  @Spec
  void setCommand(CommandSpec spec) {
    command = spec;
    spec.usageMessage().footer(Presets.help().split("\n"));
  }

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run's folder; runs/<name>-<time> if not given.")
  private Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "The folder of a run that is to go on from its last checkpoint.")
  private Path resume;

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
    ExperimentFile file = resume == null ? wanted() : continued();
    if (file.experiment().train().minimizer().isPresent()) {
      requireNothingOfSteps();
      file.keepInSinglePrecision();
    }
    Experiment wanted = file.experiment();
    RunFolder folder =
        resume == null
            ? RunFolder.create(out == null ? RunFolder.unnamed(file.name()) : out, file.text())
            : RunFolder.resume(resume, file.text());
    boolean whole = wanted.train().minimizer().isPresent();
    try (folder;
        ProgressDisplay display =
            new ProgressDisplay(output.err(), Terminal::isStderr, output::style);
        Interruption interruption = new Interruption(folder, !whole, display::note)) {
      Map<String, Object> metrics;
      try {
        metrics =
            whole
                ? new FullBatchTraining(wanted, folder, display, interruption).run()
                : new Training(
                        wanted,
                        folder,
                        display,
                        interruption,
                        profile,
                        Optional.ofNullable(kernels))
                    .run();
      } catch (InterruptedRunException e) {
        interruption.tell();
        return Interruption.EXIT_CODE;
      }
      show(metrics);
      if (profile) {
        output.text().println();
        output.text().print(ProfileTable.of((Map<?, ?>) metrics.get("profile")));
      }
      output.result(metrics);
      return 0;
    } catch (RuntimeException | Error e) {
      if (!folder.isWorthKeeping()) {
        folder.discard();
      }
      throw e;
    }
  }

  private void requireNothingOfSteps() {
    String option =
        resume != null
            ? "--resume"
            : profile ? "--profile" : kernels != null ? "--dump-kernels" : null;
    if (option != null) {
      throw new IllegalArgumentException(
          option
              + ": a run with train.minimizer has no batches and no checkpoints; leave "
              + option
              + " out, or train with an optimizer");
    }
  }

  private ExperimentFile wanted() {
    if (experiment == null) {
      throw new ParameterException(
          command.commandLine(),
          "Missing required parameter: '<preset | experiment.yaml>', or --resume DIR");
    }
    return options.load(experiment);
  }

  /** The experiment of the run that is to go on, with what may be changed of it. */
  private ExperimentFile continued() {
    if (out != null || profile) {
      throw new IllegalArgumentException(
          "--resume: a run goes on in its own folder, and may have no steps left to profile; leave "
              + (out != null ? "--out" : "--profile")
              + " out");
    }
    ExperimentFile saved = RunFolder.experiment(resume);
    ExperimentFile file =
        options.load(
            experiment == null ? resume.resolve(RunFolder.EXPERIMENT).toString() : experiment);
    Continuation.require(resume, saved, file);
    return file;
  }

  private void show(Map<String, Object> metrics) {
    Table table = new Table(2);
    if (metrics.get("stopped") instanceof Map<?, ?> stopped) {
      table.row("stopped by", stopped.get("criterion") + ": " + stopped.get("reason"));
    }
    if (metrics.get("validation_loss") != null) {
      table.row("best epoch", String.valueOf(metrics.get("best_epoch")));
    }
    if (metrics.get("test_accuracy") instanceof Double accuracy) {
      table.row(
          "test accuracy",
          String.format(
              Locale.ROOT,
              "%s (%d errors in %d)",
              Figures.of(accuracy),
              metrics.get("test_errors"),
              metrics.get("test_targets")));
    }
    metrics.forEach(
        (name, value) -> {
          if (name.startsWith("test_")
              && !name.equals("test_accuracy")
              && value instanceof Double) {
            table.row(name.replace('_', ' '), Figures.of((double) value));
          }
        });
    table.row("parameters", String.format(Locale.ROOT, "%,d", metrics.get("parameters")));
    table.row("seconds", String.format(Locale.ROOT, "%.1f", metrics.get("seconds")));
    table.row("run", metrics.get("run"));
    output.err().println();
    output.text().print(table);
  }
}
