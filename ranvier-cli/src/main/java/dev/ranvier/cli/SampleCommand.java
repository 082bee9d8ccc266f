package dev.ranvier.cli;

import dev.ranvier.cli.run.SavedRun;
import dev.ranvier.infer.TextGenerator;
import dev.ranvier.infer.TrainedModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ranvier sample}: text that a trained model writes. */
@Command(
    name = "sample",
    description = "Write text with a model that was trained on text.",
    mixinStandardHelpOptions = true)
final class SampleCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "<run | model>",
      description = "The folder of a run or a model.")
  private Path path;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "START",
      defaultValue = "\n",
      description = "What the text begins with; a line break if not given.")
  private String start;

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "500",
      description = "How many characters to write; default ${DEFAULT-VALUE}.")
  private int length;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "1",
      description =
          "0 takes the likeliest character, 1 (the default) draws by the model's probabilities, less"
              + " prefers the likely ones.")
  private double temperature;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Chooses among the texts; default ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private EngineOptions engine;
  @Mixin private Output output;

  @Override
  public Integer call() {
    SavedRun saved = SavedRun.at(path);
    TrainedModel model = saved.load();
    TextGenerator generator =
        new TextGenerator(model.session(engine.engine(saved)), model.classNames())
            .withTemperature(temperature)
            .withSeed(seed);
    PrintWriter out = output.text();
    StringBuilder text = new StringBuilder();
    generator.generate(
        start,
        length,
        each -> {
          out.print(text.isEmpty() ? start + each : each);
          out.flush();
          text.append(each);
        });
    out.println();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("start", start);
    tree.put("text", text.toString());
    tree.put("temperature", temperature);
    tree.put("seed", seed);
    output.result(tree);
    return 0;
  }
}
