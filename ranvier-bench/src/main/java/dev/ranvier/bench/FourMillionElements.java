package dev.ranvier.bench;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.nn.activation.Gelu;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.activation.Softmax;
import dev.ranvier.nn.layer.Dropout;
import dev.ranvier.op.Ops;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Layers without parameters on 4096 rows of 1024 numbers, forward and with the gradient; {@code
 * bench/elementwise.py} times them in turn with PyTorch.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class FourMillionElements {
  /** The layers. */
  public enum Kind {
    /** max(x, 0). */
    RELU(new Relu()),
    /** x · Φ(x). */
    GELU(new Gelu()),
    /** Softmax of each row. */
    SOFTMAX(new Softmax()),
    /** Dropout of half of the numbers, drawing them anew. */
    DROPOUT(new Dropout(0.5));

    private final Layer layer;

    Kind(Layer layer) {
      this.layer = layer;
    }
  }

  /** What is computed. */
  public enum Pass {
    /** The layer's result. */
    FORWARD,
    /** The layer's result and the gradient by its input. */
    FORWARD_AND_BACKWARD
  }

  /** The layer. */
  @Param public Kind kind;

  /** What is computed. */
  @Param public Pass pass;

  private Plan plan;

  /** Compiles the plan. */
  @Setup
  public void compile() {
    Trace trace = new Model(TensorType.f32(1024), kind.layer, 0).trace(4096, true);
    Input upstream = new Input("upstream", trace.output().type());
    List<Input> inputs = new ArrayList<>(trace.keys());
    inputs.add(trace.input());
    List<Node> outputs = new ArrayList<>(List.of(trace.output()));
    if (pass == Pass.FORWARD_AND_BACKWARD) {
      inputs.add(upstream);
      Node objective = Ops.sum(Ops.multiply(trace.output(), upstream));
      outputs.addAll(Gradients.of(objective, List.of(trace.input())));
    }
    plan = Engines.standard().compile(inputs, outputs);
    inputs.stream()
        .map(plan::input)
        .filter(tensor -> tensor.dtype().isFloating())
        .forEach(Examples::fill);
  }

  /** Runs it. */
  @Benchmark
  public Tensor run() {
    plan.run();
    return plan.output(0);
  }
}
