package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.divide;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.number;
import static dev.ranvier.op.Ops.square;
import static dev.ranvier.op.Ops.squareRoot;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/**
 * Adadelta: steps as long as the steps of late, by the gradient's size of late.
 *
 * <p>Formula: r ← ρ·r + (1 − ρ)·g²; δ = g · √(s + ε) / √(r + ε); s ← ρ·s + (1 − ρ)·δ²; w ← w − α·δ.
 * Source: Zeiler, 2012 (arXiv 1212.5701), which has no α (α = 1).
 *
 * @param learningRate α, above 0
 * @param decay ρ, at least 0 and below 1
 * @param epsilon ε, above 0
 */
public record Adadelta(double learningRate, double decay, double epsilon) implements Rule {
  /** PyTorch's settings: α = 1, ρ = 0.9, ε = 1e-6. */
  public Adadelta() {
    this(1, 0.9, 1e-6);
  }

  /** Checks the settings. */
  public Adadelta {
    Settings.learningRate("adadelta", learningRate);
    Settings.fraction("adadelta", "decay", decay);
    Settings.epsilon("adadelta", epsilon);
  }

  @Override
  public Adadelta withLearningRate(double other) {
    return new Adadelta(other, decay, epsilon);
  }

  /** The same rule with another ρ. */
  public Adadelta withDecay(double other) {
    return new Adadelta(learningRate, other, epsilon);
  }

  /** The same rule with another ε. */
  public Adadelta withEpsilon(double other) {
    return new Adadelta(learningRate, decay, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return List.of(Tensor.zeros(parameter.type()), Tensor.zeros(parameter.type()));
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    Node squares = Means.running(decay, state.get(0), square(gradient));
    Node size = squareRoot(add(squares, number(epsilon)));
    Node before = squareRoot(add(state.get(1), number(epsilon)));
    Node change = multiply(divide(before, size), gradient);
    Node changes = Means.running(decay, state.get(1), square(change));
    Node after = subtract(parameter, multiply(step.learningRate(), change));
    return new Update(after, squares, changes);
  }
}
