package dev.ranvier.bench;

import static java.util.Map.entry;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.exec.Precision;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Variable;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The update of ten million parameters by each optimizer; {@code bench/optimizers.py} times
 * PyTorch's fastest form of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class OptimizerUpdate {
  // So small that millions of updates leave the parameters in the range of normal numbers.
  private static final double RATE = 1e-9;

  /** Those that are not their own name in an experiment file. */
  private static final Map<String, String> WRITTEN =
      Map.ofEntries(
          entry("sgd", "{\"sgd\": 0.1}"),
          entry("sgd momentum", "{\"sgd\": {\"learning-rate\": 0.1, \"momentum\": 0.9}}"),
          entry(
              "rmsprop momentum centered",
              "{\"rmsprop\": {\"momentum\": 0.9, \"centered\": true}}"),
          entry(
              "weight-decay adam",
              "{\"weight-decay\": {\"decay\": 0.01, \"optimizer\": \"adam\"}}"),
          entry(
              "decoupled-decay adam",
              "{\"decoupled-decay\": {\"decay\": 0.01, \"optimizer\": \"adam\"}}"),
          entry("clip-value adam", "{\"clip-value\": {\"limit\": 1, \"optimizer\": \"adam\"}}"),
          entry("clip-norm adam", "{\"clip-norm\": {\"norm\": 1, \"optimizer\": \"adam\"}}"),
          entry(
              "clip-global-norm adam",
              "{\"clip-global-norm\": {\"norm\": 1, \"optimizer\": \"adam\"}}"),
          entry("ema adam", "{\"ema\": {\"decay\": 0.99, \"optimizer\": \"adam\"}}"),
          entry("swa adam", "{\"swa\": {\"start\": 1, \"every\": 1, \"optimizer\": \"adam\"}}"),
          entry("lookahead adam", "{\"lookahead\": {\"optimizer\": \"adam\"}}"),
          entry(
              "groups adamw",
              "{\"where\": {\"parameters\": [\"param*\"], \"optimizer\": \"adamw\", \"otherwise\": \"adam\"}}"),
          entry("accumulate adam", "{\"accumulate\": {\"batches\": 2, \"optimizer\": \"adam\"}}"));

  /** A rule, or a wrapper and the rule in it. */
  @Param({
    "sgd",
    "sgd momentum",
    "momentum",
    "nesterov",
    "adagrad",
    "adadelta",
    "rmsprop",
    "rmsprop momentum centered",
    "adam",
    "adamw",
    "adamax",
    "nadam",
    "radam",
    "amsgrad",
    "lion",
    "lamb",
    "rprop",
    "muon",
    "weight-decay adam",
    "decoupled-decay adam",
    "clip-value adam",
    "clip-norm adam",
    "clip-global-norm adam",
    "ema adam",
    "swa adam",
    "lookahead adam",
    "groups adamw",
    "accumulate adam"
  })
  public String optimizer;

  private Plan plan;

  /** Compiles the plan. */
  @Setup
  public void compile() {
    Place place = Place.of("benchmark");
    Object tree =
        WRITTEN.containsKey(optimizer) ? Json.read(WRITTEN.get(optimizer), place) : optimizer;
    Optimizer rule = Catalog.standard().read(Optimizer.class, tree, place);
    Input gradient = new Input("gradient", TensorType.f32(10_000, 1000));
    Input rate = new Input("learning-rate", TensorType.f32());
    Input number = new Input("step", TensorType.f32());
    Input momentum = new Input("momentum", TensorType.f32());
    Tensor first = Tensor.zeros(gradient.type());
    Examples.fill(first);
    Variable parameter = new Variable("parameter", first);
    List<Variable> state = new ArrayList<>();
    for (Tensor initial : rule.init(parameter)) {
      state.add(new Variable("state" + state.size(), initial));
    }
    Optimizer.Update update =
        rule.update(
                List.of(
                    new Optimizer.Parameter("parameter", parameter, gradient, List.copyOf(state))),
                new Optimizer.Step(rate, number, momentum))
            .getFirst();
    List<Assignment> assignments = new ArrayList<>();
    assignments.add(new Assignment(parameter, update.parameter()));
    for (int i = 0; i < state.size(); i++) {
      assignments.add(new Assignment(state.get(i), update.state().get(i)));
    }
    plan =
        Engines.standard()
            .withPrecision(Precision.AUTO) // Muon's products, as PyTorch's
            .compile(List.of(gradient, rate, number, momentum), List.of(), assignments);
    Examples.fill(plan.input(gradient));
    plan.input(rate).setDouble(0, RATE);
    plan.input(number).setDouble(0, 10);
    plan.input(momentum).setDouble(0, -1);
  }

  /** Runs it. */
  @Benchmark
  public Plan run() {
    plan.run();
    return plan;
  }
}
