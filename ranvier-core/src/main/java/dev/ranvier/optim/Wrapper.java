package dev.ranvier.optim;

import dev.ranvier.graph.Variable;
import dev.ranvier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * An optimizer around another: it changes the gradients that go in or the values that come out.
 *
 * <p>Wrappers can be nested; the outermost sees the gradients first and the new values last. One
 * that remembers something of a parameter keeps it before what the optimizer inside remembers.
 */
public interface Wrapper extends Optimizer {
  /** The optimizer inside. */
  Optimizer optimizer();

  /** The same around another optimizer. */
  Wrapper withOptimizer(Optimizer optimizer);

  @Override
  default double learningRate() {
    return optimizer().learningRate();
  }

  @Override
  default Optimizer withLearningRate(double learningRate) {
    return withOptimizer(optimizer().withLearningRate(learningRate));
  }

  @Override
  default List<Tensor> init(Variable parameter) {
    return optimizer().init(parameter);
  }

  @Override
  default Tensor evaluated(Variable parameter, List<Tensor> state) {
    return optimizer().evaluated(parameter, state);
  }

  /** A wrapper's own state before that of the optimizer inside. */
  static <T> List<T> before(T own, List<T> inner) {
    List<T> all = new ArrayList<>();
    all.add(own);
    all.addAll(inner);
    return all;
  }

  /** The state of the optimizer inside a wrapper that remembers one tensor itself. */
  static <T> List<T> inside(List<T> state) {
    return state.subList(1, state.size());
  }
}
