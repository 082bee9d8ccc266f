package dev.ranvier.cli;

import dev.ranvier.cli.experiment.ExperimentFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that change an experiment. */
final class ExperimentOptions {
  @Option(names = "--data", paramLabel = "DIR", description = "The folder with the data's files.")
  private Path data;

  @Option(names = "--epochs", paramLabel = "N", description = "How often to see all examples.")
  private Long epochs;

  @Option(names = "--batch", paramLabel = "N", description = "The examples of a step.")
  private Long batch;

  @Option(names = "--lr", paramLabel = "X", description = "The learning rate.")
  private Double learningRate;

  @Option(names = "--precision", paramLabel = "P", description = "fp32, bf16 or auto.")
  private String precision;

  @Option(names = "--seed", paramLabel = "N", description = "Chooses all random numbers.")
  private Long seed;

  @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with.")
  private Long threads;

  @Option(
      names = "--recompute",
      description = "Train in less memory: compute activations again instead of keeping them.")
  private boolean recompute;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Change anything in the experiment, for instance train.batch=32.")
  private final List<String> changes = new ArrayList<>();

  /** The experiment of a preset or file, changed as the options ask. */
  ExperimentFile load(String presetOrFile) {
    ExperimentFile file = ExperimentFile.load(presetOrFile);
    changes.forEach(file::apply);
    if (data != null) {
      file.set("data.folder", data.toAbsolutePath().normalize().toString(), "--data");
    }
    setCount(file, "--epochs", "train.epochs", epochs);
    setCount(file, "--batch", "train.batch", batch);
    setCount(file, "--threads", "threads", threads);
    if (learningRate != null) {
      file.setLearningRate(learningRate, "--lr");
    }
    if (precision != null) {
      file.set("precision", precision, "--precision");
    }
    if (seed != null) {
      file.set("seed", seed, "--seed");
    }
    if (recompute) {
      file.set("recompute", true, "--recompute");
    }
    file.keepSizesOfData();
    return file;
  }

  private static void setCount(ExperimentFile file, String option, String path, Long value) {
    if (value == null) {
      return;
    }
    if (value < 1 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          option + ": must be from 1 to " + Integer.MAX_VALUE + ", got " + value);
    }
    file.set(path, value, option);
  }
}
