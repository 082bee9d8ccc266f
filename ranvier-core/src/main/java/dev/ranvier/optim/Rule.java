package dev.ranvier.optim;

import dev.ranvier.graph.Node;
import java.util.List;

/**
 * An optimizer that treats each parameter by itself, by a formula.
 *
 * <p>A rule that is elementwise runs as one generated pass over the parameter and what is
 * remembered of it.
 */
public interface Rule extends Optimizer {
  /**
   * One step for one parameter.
   *
   * @param parameter the parameter before the step
   * @param gradient the gradient of the loss by it
   * @param state what {@link #init} or the step before left
   * @param step the learning rate and the number of the step
   */
  Update update(Node parameter, Node gradient, List<Node> state, Step step);

  @Override
  default List<Update> update(List<Parameter> parameters, Step step) {
    return parameters.stream()
        .map(each -> update(each.value(), each.gradient(), each.state(), step))
        .toList();
  }
}
