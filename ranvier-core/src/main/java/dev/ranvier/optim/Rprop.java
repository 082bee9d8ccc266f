package dev.ranvier.optim;

import static dev.ranvier.op.Ops.less;
import static dev.ranvier.op.Ops.maximum;
import static dev.ranvier.op.Ops.minimum;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.number;
import static dev.ranvier.op.Ops.select;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/**
 * Rprop: steps that grow while the gradient keeps its sign and shrink when it changes; for full
 * batches.
 *
 * <p>Formula, by element: s ← s·η⁺ where {@code g·g′ > 0}, s·η⁻ where {@code g·g′ < 0}, kept within
 * [s_min, s_max]; w ← w − sign(g)·s, no step after a change of sign. g′ is the gradient before, 0
 * after a change of sign. The first s is the learning rate of the first step; later rates are not
 * looked at. Source: Riedmiller and Braun, 1993, in PyTorch's form (iRprop−).
 *
 * @param learningRate α, above 0
 * @param shrink η⁻, above 0 and below 1
 * @param growth η⁺, above 1
 * @param shortest s_min, above 0
 * @param longest s_max, above 0
 */
public record Rprop(
    double learningRate, double shrink, double growth, double shortest, double longest)
    implements Rule {
  /** The paper's settings: first step 0.01, η⁻ = 0.5, η⁺ = 1.2, steps from 1e-6 to 50. */
  public Rprop() {
    this(0.01, 0.5, 1.2, 1e-6, 50);
  }

  /** Checks the settings. */
  public Rprop {
    Settings.learningRate("rprop", learningRate);
    Settings.openFraction("rprop", "shrink", shrink);
    Settings.aboveOne("rprop", "growth", growth);
    Settings.positive("rprop", "shortest", shortest);
    Settings.positive("rprop", "longest", longest);
  }

  @Override
  public Rprop withLearningRate(double other) {
    return new Rprop(other, shrink, growth, shortest, longest);
  }

  /** The same rule with another η⁻. */
  public Rprop withShrink(double other) {
    return new Rprop(learningRate, other, growth, shortest, longest);
  }

  /** The same rule with another η⁺. */
  public Rprop withGrowth(double other) {
    return new Rprop(learningRate, shrink, other, shortest, longest);
  }

  /** The same rule with another shortest step. */
  public Rprop withShortest(double other) {
    return new Rprop(learningRate, shrink, growth, other, longest);
  }

  /** The same rule with another longest step. */
  public Rprop withLongest(double other) {
    return new Rprop(learningRate, shrink, growth, shortest, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return List.of(Tensor.zeros(parameter.type()), Tensor.zeros(parameter.type()));
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    Node before = state.get(0);
    Node length = select(Steps.first(step), step.learningRate(), state.get(1));
    Node agreement = multiply(gradient, before);
    Node turned = less(agreement, number(0));
    Node factor = select(less(number(0), agreement), number(growth), number(1));
    Node grown = multiply(length, select(turned, number(shrink), factor));
    Node bounded = minimum(maximum(grown, number(shortest)), number(longest));
    Node followed = select(turned, number(0), gradient);
    Node change = multiply(Steps.sign(followed), bounded);
    return new Update(subtract(parameter, change), followed, bounded);
  }
}
