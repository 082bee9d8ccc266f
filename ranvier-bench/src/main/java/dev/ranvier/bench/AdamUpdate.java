package dev.ranvier.bench;

import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An Adam update of ten million parameters: 160 MB read, 120 MB written. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class AdamUpdate {
  private static final TensorType PARAMETERS = TensorType.f32(10_000_000);

  private Plan plan;

  /** Compiles the plan. */
  @Setup
  public void compile() {
    // So small that millions of updates leave the parameters in the range of normal numbers.
    Adam adam = new Adam(1e-9, 0.9, 0.999, 1e-8);
    Input gradient = new Input("gradient", PARAMETERS);
    Input rate = new Input("learning-rate", TensorType.f32());
    Input number = new Input("step", TensorType.f32());
    Variable parameter = new Variable("parameter", Tensor.zeros(PARAMETERS));
    List<Variable> state = new ArrayList<>();
    for (Tensor first : adam.init(parameter)) {
      state.add(new Variable("state" + state.size(), first));
    }
    List<Node> before = List.copyOf(state);
    Optimizer.Update update =
        adam.update(parameter, gradient, before, new Optimizer.Step(rate, number));
    List<Assignment> assignments = new ArrayList<>();
    assignments.add(new Assignment(parameter, update.parameter()));
    for (int i = 0; i < state.size(); i++) {
      assignments.add(new Assignment(state.get(i), update.state().get(i)));
    }
    plan = Engines.standard().compile(List.of(gradient, rate, number), List.of(), assignments);
    Examples.fill(plan.input(gradient));
    plan.input(rate).setDouble(0, adam.learningRate());
    plan.input(number).setDouble(0, 10);
  }

  /** Runs it. */
  @Benchmark
  public Plan run() {
    plan.run();
    return plan;
  }
}
