package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.divide;
import static dev.ranvier.op.Ops.less;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.number;
import static dev.ranvier.op.Ops.select;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Stochastic weight averaging: keeps the mean of every parameter over moments of the last part of
 * training, to be evaluated with.
 *
 * <p>Formula: n = ⌊(t − s) / k⌋ after step t ≥ s; where k divides t − s, a ← (n·a + w) / (n + 1);
 * before step s, a = w. Training itself is not changed; suited to a constant or cyclic learning
 * rate. With a constraint, w is what obeys it, and what is evaluated is the constrained a. Running
 * statistics of batch normalization are not averaged. Source: Izmailov and others, 2018 (arXiv
 * 1803.05407).
 *
 * @param start s, the first step that counts, at least 1
 * @param every k, the steps between two moments, at least 1
 * @param optimizer the optimizer inside
 */
public record WeightAveraging(long start, int every, Optimizer optimizer) implements Wrapper {

  /** Checks the settings. */
  public WeightAveraging {
    Settings.positive("weight-averaging", "start", start);
    Settings.positive("weight-averaging", "every", every);
  }

  /** The same rule with another start. */
  public WeightAveraging withStart(long other) {
    return new WeightAveraging(other, every, optimizer);
  }

  /** The same rule with another distance. */
  public WeightAveraging withEvery(int other) {
    return new WeightAveraging(start, other, optimizer);
  }

  @Override
  public WeightAveraging withOptimizer(Optimizer other) {
    return new WeightAveraging(start, every, other);
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
    Node since = subtract(step.number(), number(start));
    Node before = less(since, number(0));
    Node counts = Steps.divides(every, since);
    Node weight = divide(number(1), add(Steps.times(since, every), number(1)));
    List<Update> inside =
        optimizer.update(parameters.stream().map(Parameter::withoutFirstState).toList(), step);
    List<Update> updates = new ArrayList<>();
    for (int i = 0; i < inside.size(); i++) {
      Node after = parameters.get(i).constraint().apply(inside.get(i).parameter());
      Node average = parameters.get(i).state().getFirst();
      Node moved = add(average, multiply(weight, subtract(after, average)));
      Node now = select(before, after, select(counts, moved, average));
      updates.add(new Update(after, Wrapper.before(now, inside.get(i).state())));
    }
    return updates;
  }
}
