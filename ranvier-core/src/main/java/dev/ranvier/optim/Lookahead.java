package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.select;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Lookahead: every k steps the parameters go back part of the way to where they were.
 *
 * <p>Formula: after every k-th step of the optimizer s ← s + β·(w − s); w ← s; s starts from the
 * first w. With a constraint, w obeys it before and s after. Source: Zhang, Lucas, Hinton and Ba,
 * 2019 (arXiv 1907.08610).
 *
 * @param steps k, at least 1
 * @param share β, above 0 and at most 1
 * @param optimizer the optimizer inside
 */
public record Lookahead(int steps, double share, Optimizer optimizer) implements Wrapper {
  /** The paper's settings: k = 5, β = 0.5. */
  public Lookahead(Optimizer optimizer) {
    this(5, 0.5, optimizer);
  }

  /** Checks the settings. */
  public Lookahead {
    Settings.positive("lookahead", "steps", steps);
    Settings.share("lookahead", "share", share);
  }

  /** The same rule with another number of steps. */
  public Lookahead withSteps(int other) {
    return new Lookahead(other, share, optimizer);
  }

  /** The same rule with another share. */
  public Lookahead withShare(double other) {
    return new Lookahead(steps, other, optimizer);
  }

  @Override
  public Lookahead withOptimizer(Optimizer other) {
    return new Lookahead(steps, share, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return Wrapper.before(parameter.value().copy(), optimizer.init(parameter));
  }

  @Override
  public Tensor evaluated(Variable parameter, List<Tensor> state) {
    return optimizer.evaluated(parameter, Wrapper.inside(state));
  }

  @Override
  public List<Update> update(List<Parameter> parameters, Step step) {
    Node due = Steps.divides(steps, step.number());
    List<Update> inside =
        optimizer.update(parameters.stream().map(Parameter::withoutFirstState).toList(), step);
    List<Update> updates = new ArrayList<>();
    for (int i = 0; i < inside.size(); i++) {
      UnaryOperator<Node> constraint = parameters.get(i).constraint();
      Node fast = constraint.apply(inside.get(i).parameter());
      Node slow = parameters.get(i).state().getFirst();
      Node met = constraint.apply(add(slow, multiply(subtract(fast, slow), share)));
      List<Node> state = Wrapper.before(select(due, met, slow), inside.get(i).state());
      updates.add(new Update(select(due, met, fast), state));
    }
    return updates;
  }
}
