package dev.ranvier.bench;

import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Input;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
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

/** What running a plan costs where there is next to nothing to compute: x + y of 8 numbers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class PlanOverhead {
  private Plan plan;

  /** Compiles the plan. */
  @Setup
  public void compile() {
    Input x = new Input("x", TensorType.f32(8));
    Input y = new Input("y", TensorType.f32(8));
    plan = Engines.standard().compile(List.of(x, y), List.of(Ops.add(x, y)));
  }

  /** Runs it. */
  @Benchmark
  public Tensor run() {
    plan.run();
    return plan.output(0);
  }
}
