package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.op.Elementwise;
import dev.ranvier.op.Fused;
import dev.ranvier.op.Uniform;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kernels in Java: compiled loops for elementwise ops, hand-written ones for the structural ops.
 *
 * <p>Loops use the Vector API where it is present and not turned off by {@code -Dranvier.vector=off};
 * otherwise they take one element at a time. For every kernel the result is the same, bit for bit, for
 * any number of threads.
 */
public final class VectorBackend implements Backend {
  private static final Logger LOG = LoggerFactory.getLogger(VectorBackend.class);

  private final Workers workers;
  private final Loops loops;

  /** A backend whose kernels run on the given threads. */
  public VectorBackend(Workers workers) {
    this(workers, Loops.adaptive(LoopForm.available()));
    if (loops.form() == LoopForm.PLAIN) {
      LOG.info(
          "kernels run without the Vector API, several times slower; "
              + "start Java with --add-modules jdk.incubator.vector and without -Dranvier.vector=off");
    }
  }

  VectorBackend(Workers workers, Loops loops) {
    this.workers = workers;
    this.loops = loops;
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public String describe() {
    return loops.form() == LoopForm.PLAIN
        ? "Java loops, one number at a time: the Vector API is not there"
        : "Java loops, vectors of " + loops.form().lanes() + " f32 numbers";
  }

  @Override
  public Optional<Kernel> kernel(Application application) {
    List<TensorType> inputs = application.inputs().stream().map(Node::type).toList();
    List<TensorType> results = application.results().stream().map(Node::type).toList();
    if (results.stream().anyMatch(result -> result.dtype() != DType.F32)) {
      return Optional.empty();
    }
    return switch (application.op()) {
      case Fused(var shape, ScalarProgram program) ->
          ElementwiseKernel.of(program, shape, inputs, loops, workers);
      case Elementwise op -> {
        ScalarProgram program = ScalarProgram.of(op.arity(), List.of(op.formula()));
        yield ElementwiseKernel.of(program, results.getFirst().shape(), inputs, loops, workers);
      }
      case Uniform(var shape) -> {
        ScalarProgram program = ScalarProgram.of(1, List.of(Uniform.FORMULA));
        yield ElementwiseKernel.of(program, shape, inputs, loops, workers);
      }
      default -> Optional.empty();
    };
  }
}
