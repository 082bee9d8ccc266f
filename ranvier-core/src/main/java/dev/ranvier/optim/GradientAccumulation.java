package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
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
 * Takes a step of the optimizer after every so many batches, by the mean of their gradients: large
 * batches in little memory.
 *
 * <p>Formula: s ← s + g / n; after every n-th batch the optimizer's step by s, then s ← 0. Equal to
 * batches n times as large where the loss is a mean over the batch and the layers treat examples
 * one by one (batch normalization does not). The optimizer counts its own steps. What is left over
 * when training ends is lost.
 *
 * @param batches n, at least 1
 * @param optimizer the optimizer inside
 */
public record GradientAccumulation(int batches, Optimizer optimizer) implements Wrapper {

  /** Checks the settings. */
  public GradientAccumulation {
    Settings.positive("gradient-accumulation", "batches", batches);
  }

  /** The same rule with another number of batches. */
  public GradientAccumulation withBatches(int other) {
    return new GradientAccumulation(other, optimizer);
  }

  @Override
  public GradientAccumulation withOptimizer(Optimizer other) {
    return new GradientAccumulation(batches, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return Wrapper.before(Tensor.zeros(parameter.type()), optimizer.init(parameter));
  }

  @Override
  public Tensor evaluated(Variable parameter, List<Tensor> state) {
    return optimizer.evaluated(parameter, Wrapper.inside(state));
  }

  @Override
  public List<Update> update(List<Parameter> parameters, Step step) {
    List<Parameter> summed = new ArrayList<>();
    for (Parameter each : parameters) {
      Node share = multiply(each.gradient(), 1.0 / batches);
      summed.add(each.withGradient(add(each.state().getFirst(), share)).withoutFirstState());
    }
    Node due = Steps.divides(batches, step.number());
    Node own = add(Steps.times(subtract(step.number(), number(1)), batches), number(1));
    List<Update> inside = optimizer.update(summed, step.withNumber(own));
    List<Update> updates = new ArrayList<>();
    for (int i = 0; i < inside.size(); i++) {
      updates.add(whenDue(due, summed.get(i), inside.get(i)));
    }
    return updates;
  }

  private static Update whenDue(Node due, Parameter before, Update after) {
    List<Node> state = new ArrayList<>();
    state.add(select(due, number(0), before.gradient()));
    for (int i = 0; i < after.state().size(); i++) {
      state.add(select(due, after.state().get(i), before.state().get(i)));
    }
    return new Update(select(due, after.parameter(), before.value()), state);
  }
}
