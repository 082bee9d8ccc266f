package dev.ranvier.optim;

import static dev.ranvier.op.Ops.select;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a running mean of every parameter, to be evaluated with.
 *
 * <p>Formula: after the optimizer's step a ← d·a + (1 − d)·w; after the first a = w. Training
 * itself is not changed. With a constraint, w is what obeys it, and what is evaluated is the
 * constrained a. Source: Polyak and Juditsky, 1992; in PyTorch's form.
 *
 * @param decay d, at least 0 and below 1
 * @param optimizer the optimizer inside
 */
public record ExponentialMovingAverage(double decay, Optimizer optimizer) implements Wrapper {

  /** Checks the settings. */
  public ExponentialMovingAverage {
    Settings.fraction("exponential-moving-average", "decay", decay);
  }

  /** The same rule with another decay. */
  public ExponentialMovingAverage withDecay(double other) {
    return new ExponentialMovingAverage(other, optimizer);
  }

  @Override
  public ExponentialMovingAverage withOptimizer(Optimizer other) {
    return new ExponentialMovingAverage(decay, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return Wrapper.before(parameter.value().copy(), optimizer.init(parameter));
  }

  @Override
  public Tensor evaluated(Variable parameter, List<Tensor> state) {
    return state.getFirst();
  }

  @Override
  public List<Update> update(List<Parameter> parameters, Step step) {
    List<Update> inside =
        optimizer.update(parameters.stream().map(Parameter::withoutFirstState).toList(), step);
    List<Update> updates = new ArrayList<>();
    for (int i = 0; i < inside.size(); i++) {
      Node after = parameters.get(i).constraint().apply(inside.get(i).parameter());
      Node running = Means.running(decay, parameters.get(i).state().getFirst(), after);
      Node average = select(Steps.first(step), after, running);
      updates.add(new Update(after, Wrapper.before(average, inside.get(i).state())));
    }
    return updates;
  }
}
