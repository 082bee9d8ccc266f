package dev.ranvier.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.cli.experiment.EngineSettings;
import dev.ranvier.cli.profile.ProfileTable;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Precision;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ranvier bench}: how fast this machine trains and runs well-known networks. */
@Command(
    name = "bench",
    description = "Time training steps and predictions of well-known networks.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--workload",
      paramLabel = "NAME,...",
      split = ",",
      description = "What to time, with commas or given several times; all if not given.",
      completionCandidates = Workload.Names.class)
  private List<String> names = List.of();

  @Option(
      names = "--precision",
      paramLabel = "P,...",
      split = ",",
      defaultValue = "auto",
      description =
          "What to compute in: fp32, bf16 or auto (the default), which is what train takes here.")
  private List<String> precisions = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads to use; as many as CPUs, if not given.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "7",
      description = "How many rounds to measure (${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "The least length of a round (${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--recompute",
      description = "Train in less memory: compute activations again instead of keeping them.")
  private boolean recompute;

  @Option(
      names = "--profile",
      description = "Show where the time of a training step goes: each op's time and rates.")
  private boolean profile;

  @Option(
      names = "--dump-kernels",
      paramLabel = "DIR",
      description = "Write what each generated kernel of a training step does into a folder.")
  private Path kernels;

  @Option(names = "--json", description = "Print the measurements on stdout as JSON, one line.")
  private boolean json;

  /** As --verbose, read from the arguments where an error is told: the table has no colours. */
  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description = "Colours in errors: auto (the default), always or never.")
  private String color = "auto";

  @Option(names = "--verbose", description = "Show where in the program an error came from.")
  private boolean verbose;

  @Option(names = "--no-table", hidden = true, description = "Print nothing for people.")
  private boolean silent;

  @Spec private CommandSpec spec;

  /** For picocli. */
  public BenchCommand() {}

  @Override
  public Integer call() {
    requireUsable();
    List<Workload> workloads = workloads();
    tellWhatAutoIs();
    tell(Measurement.tableHead());
    ArrayNode results = JsonNodeFactory.instance.arrayNode();
    boolean alone = workloads.size() == 1 && precisions.size() == 1;
    for (Workload workload : workloads) {
      for (String precision : precisions) {
        JsonNode result =
            alone ? measured(workload, precision) : measuredApart(workload, precision);
        tell(Measurement.tableRow(result));
        if (profile) {
          tell("");
          tell(ProfileTable.of(new ObjectMapper().convertValue(result.get("profile"), Map.class)));
        }
        results.add(result);
      }
    }
    if (json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(results);
      out.flush();
    }
    return 0;
  }

  /** The workloads and precisions that are asked for, in the order of the report. */
  List<String> wanted() {
    return workloads().stream()
        .flatMap(workload -> precisions.stream().map(each -> workload.name() + " " + each))
        .toList();
  }

  private void tellWhatAutoIs() {
    if (precisions.contains("auto") && !silent) {
      boolean half = engine("auto").computesInBf16();
      spec.commandLine()
          .getErr()
          .println(
              "bench: auto is "
                  + (half ? "bf16" : "fp32")
                  + " on this processor, as in train; --precision "
                  + (half ? "fp32,bf16 times both" : "fp32 or bf16 asks for one"));
      spec.commandLine().getErr().flush();
    }
  }

  private Engine engine(String precision) {
    return Engines.useThreads(threads)
        .withPrecision(Precision.valueOf(precision.toUpperCase(Locale.ROOT)))
        .withRecomputation(recompute);
  }

  private void tell(String line) {
    if (!silent) {
      // Where programs read stdout, people see on stderr how far it is.
      PrintWriter people = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
      people.println(line);
      people.flush();
    }
  }

  private JsonNode measured(Workload workload, String precision) {
    Engine engine = engine(precision);
    if (kernels != null) {
      workload.trainingStep(engine).plan().dumpKernels(kernels.resolve(workload.name()));
    }
    Rounds rounds = new Rounds(runs, seconds);
    ObjectNode result = Measurement.of(workload, engine, rounds).toJson();
    result.put("recompute", recompute);
    if (profile) {
      result.set(
          "profile", new ObjectMapper().valueToTree(ProfiledStep.of(workload, engine, rounds)));
    }
    return result;
  }

  private JsonNode measuredApart(Workload workload, String precision) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--workload=" + workload.name(),
                "--precision=" + precision,
                "--threads=" + threads,
                "--runs=" + runs,
                "--seconds=" + seconds,
                "--no-table",
                "--json"));
    if (recompute) {
      arguments.add("--recompute");
    }
    if (profile) {
      arguments.add("--profile");
    }
    if (kernels != null) {
      arguments.add("--dump-kernels=" + kernels);
    }
    return OwnProcess.bench(spec.root().userObject().getClass(), arguments).get(0);
  }

  private List<Workload> workloads() {
    if (names.isEmpty()) {
      return Workload.all();
    }
    List<Workload> wanted = new ArrayList<>();
    for (String name : names) {
      wanted.add(
          Workload.all().stream()
              .filter(workload -> workload.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      wrong(
                          "bench: there is no workload '%s'; there are %s",
                          name,
                          String.join(
                              ", ", Workload.all().stream().map(Workload::name).toList()))));
    }
    return wanted;
  }

  private void requireUsable() {
    for (String precision : precisions) {
      if (!EngineSettings.precisions().contains(precision)) {
        throw wrong(
            "bench: expected --precision to be one of %s, got '%s'",
            String.join(", ", EngineSettings.precisions()), precision);
      }
    }
    if (threads < 1) {
      throw wrong("bench: --threads must be at least 1, got %d", threads);
    }
    if (runs < 1) {
      throw wrong("bench: --runs must be at least 1, got %d", runs);
    }
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw wrong("bench: --seconds must be above 0, got %s", seconds);
    }
  }

  private ParameterException wrong(String message, Object... values) {
    return new ParameterException(spec.commandLine(), String.format(message, values));
  }
}
