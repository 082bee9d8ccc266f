package dev.ranvier.cli;

import dev.ranvier.cli.experiment.Experiment;
import dev.ranvier.cli.experiment.Presets;
import dev.ranvier.cli.run.SavedRun;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.exec.Precision;
import dev.ranvier.graph.Variable;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.nn.LayerRecord;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.tensor.Shape;
import dev.ranvier.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ranvier summary}: the layers of a model, its size, its work and its memory. */
@Command(
    name = "summary",
    description = "Show a model's layers, parameters, operations and memory.",
    mixinStandardHelpOptions = true)
final class SummaryCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "<preset|file|run|model>",
      completionCandidates = Presets.Names.class,
      description = "What to look at.")
  private String subject;

  @Option(
      names = "--plan",
      description = "Show every kernel call of a training step (of a prediction, for a model).")
  private boolean showPlan;

  @Mixin private ExperimentOptions options;
  @Mixin private Output output;

  /** What is known of a model in the state it is looked at. */
  private record Subject(Model model, Plan plan, long stateBytes) {}

  @Override
  public Integer call() {
    Subject found = SavedRun.isAt(Path.of(subject)) ? trained() : untrained();
    Trace trace = found.model().trace(1, false);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("parameters", found.model().parameterCount());
    tree.put("flops", FlopCount.of(trace.output()));
    long variables =
        found.model().variables().stream().mapToLong(variable -> variable.type().bytes()).sum();
    tree.put("memory_bytes", found.plan().slabBytes() + variables + found.stateBytes());
    tree.put("input", sizes(found.model().input().shape()));
    List<Object> layers = new ArrayList<>();
    for (LayerRecord layer : trace.layers()) {
      layers.add(layer(layer, found.model(), trace));
    }
    tree.put("layers", layers);
    show(tree, layers);
    if (showPlan) {
      output.text().println();
      output.text().print(found.plan().describe());
    }
    output.result(tree);
    return 0;
  }

  private Subject untrained() {
    Experiment experiment = options.load(subject).experiment();
    Model model = new Model(experiment.data().inputType(), experiment.layer(), experiment.seed());
    if (experiment.train().minimizer().isPresent()) {
      Engine engine = experiment.engine().engine().withPrecision(Precision.FP32);
      Trace one = model.trace(1, false);
      return new Subject(model, engine.compile(List.of(one.input()), List.of(one.output())), 0);
    }
    Trainer trainer =
        new Trainer(
            model, experiment.loss(), experiment.train().optimizer(), experiment.engine().engine());
    long state =
        model.parameters().stream()
            .flatMap(variable -> experiment.train().optimizer().init(variable).stream())
            .mapToLong(tensor -> tensor.type().bytes())
            .sum();
    return new Subject(model, trainer.plan(experiment.train().batch()), state);
  }

  private Subject trained() {
    TrainedModel model = SavedRun.at(Path.of(subject)).load();
    return new Subject(model.model(), model.compile(Engines.standard(), 1), 0);
  }

  private static Map<String, Object> layer(LayerRecord layer, Model model, Trace trace) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", layer.name());
    tree.put("type", layer.layer().kind());
    tree.put("output", sizes(layer.output().shape().remove(0)));
    tree.put(
        "parameters",
        model.parameters().stream()
            .filter(variable -> isIn(variable, layer.name()))
            .mapToLong(variable -> variable.shape().elements())
            .sum());
    tree.put("flops", FlopCount.of(trace.output(), layer.name()));
    return tree;
  }

  private static boolean isIn(Variable variable, String layer) {
    return variable.name().startsWith(layer + "/");
  }

  private static List<Integer> sizes(Shape shape) {
    return Arrays.stream(shape.toArray()).boxed().toList();
  }

  private void show(Map<String, Object> tree, List<Object> layers) {
    Table table = new Table(5).row("layer", "type", "output", "parameters", "flops");
    for (Object each : layers) {
      table.row(((Map<?, ?>) each).values().toArray());
    }
    output.text().print(table);
    output.text().println();
    Table totals = new Table(2);
    totals.row("input", tree.get("input"));
    totals.row("parameters", number(tree, "parameters"));
    totals.row("flops", number(tree, "flops") + " a prediction");
    totals.row("memory", number(tree, "memory_bytes") + " bytes");
    output.text().print(totals);
  }

  private static String number(Map<String, Object> tree, String key) {
    return String.format(Locale.ROOT, "%,d", tree.get(key));
  }
}
