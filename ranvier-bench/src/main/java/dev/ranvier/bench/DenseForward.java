package dev.ranvier.bench;

import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A dense layer of 1024 units on 1024 inputs, with bias and ReLU: 2.1 MFLOP an example. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class DenseForward {
  /** The examples in a batch. */
  @Param({"1", "32", "128"})
  public int batch;

  private Plan plan;

  /** Compiles the plan. */
  @Setup
  public void compile() {
    Model model = new Model(TensorType.f32(1024), new Sequential(new Dense(1024), new Relu()), 0);
    Trace trace = model.trace(batch, false);
    plan = Engines.standard().compile(List.of(trace.input()), List.of(trace.output()));
    Examples.fill(plan.input(trace.input()));
  }

  /** Runs it. */
  @Benchmark
  public Tensor run() {
    plan.run();
    return plan.output(0);
  }
}
