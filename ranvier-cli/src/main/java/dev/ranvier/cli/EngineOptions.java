package dev.ranvier.cli;

import dev.ranvier.cli.experiment.ExperimentFile;
import dev.ranvier.cli.run.SavedRun;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import java.util.LinkedHashMap;
import picocli.CommandLine.Option;

/** The options that say how a trained model is computed. */
final class EngineOptions {
  @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with.")
  private Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "fp32, bf16 or auto; if not given, as the run was trained, for a model auto.")
  private String precision;

  /**
   * The engine for a trained model: in the precision it was trained in, if no other is given.
   *
   * @throws IllegalArgumentException when an option is wrong, or the processor lacks the precision
   */
  Engine engine(SavedRun saved) {
    ExperimentFile file =
        saved.experiment().orElseGet(() -> new ExperimentFile("model", new LinkedHashMap<>()));
    if (precision != null) {
      file.set("precision", precision, "--precision");
    }
    Engine engine = threads == null ? Engines.standard() : Engines.useThreads(threads);
    return engine.withPrecision(file.engine().precision());
  }
}
