package dev.ranvier.train;

import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Model;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What training remembers beside the model: the optimizer's state and the number of steps taken.
 */
final class TrainingState {
  private final Map<Variable, List<Variable>> optimizerState = new LinkedHashMap<>();
  private long step;

  TrainingState(Model model, Optimizer optimizer) {
    for (Variable parameter : model.parameters()) {
      List<Variable> state = new ArrayList<>();
      for (Tensor first : optimizer.init(parameter.type())) {
        state.add(new Variable("optimizer/" + parameter.name() + "/" + state.size(), first));
      }
      optimizerState.put(parameter, state);
    }
  }

  List<Variable> of(Variable parameter) {
    return optimizerState.get(parameter);
  }

  /** The number of steps taken. */
  long step() {
    return step;
  }

  void stepTaken() {
    step++;
  }
}
