package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.divide;
import static dev.ranvier.op.Ops.maximum;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.number;
import static dev.ranvier.op.Ops.square;
import static dev.ranvier.op.Ops.squareRoot;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * RMSProp: steps scaled by a running mean of the gradient's square, if wished around its mean and
 * with momentum.
 *
 * <p>Formula: r ← ρ·r + (1 − ρ)·g²; d = √r + ε; w ← w − α · g / d. Centred: m ← ρ·m + (1 − ρ)·g; d
 * = √(r − m²) + ε. With momentum: v ← μ·v + g / d; w ← w − α·v. Source: Tieleman and Hinton, 2012;
 * centred: Graves, 2013 (arXiv 1308.0850). As in PyTorch ε stands outside of the root; the lecture
 * has √(ε + r).
 *
 * @param learningRate α, above 0
 * @param decay ρ, at least 0 and below 1
 * @param epsilon ε, above 0
 * @param momentum μ, at least 0 and below 1; a schedule of the momentum replaces it
 * @param centered whether the mean is subtracted
 */
public record Rmsprop(
    double learningRate, double decay, double epsilon, double momentum, boolean centered)
    implements Rule {
  /** PyTorch's settings: α = 0.01, ρ = 0.99, ε = 1e-8, no momentum, not centred. */
  public Rmsprop() {
    this(0.01, 0.99, 1e-8, 0, false);
  }

  /** Checks the settings. */
  public Rmsprop {
    Settings.learningRate("rmsprop", learningRate);
    Settings.fraction("rmsprop", "decay", decay);
    Settings.epsilon("rmsprop", epsilon);
    Settings.fraction("rmsprop", "momentum", momentum);
  }

  @Override
  public Rmsprop withLearningRate(double other) {
    return new Rmsprop(other, decay, epsilon, momentum, centered);
  }

  /** The same rule with another ρ. */
  public Rmsprop withDecay(double other) {
    return new Rmsprop(learningRate, other, epsilon, momentum, centered);
  }

  /** The same rule with another ε. */
  public Rmsprop withEpsilon(double other) {
    return new Rmsprop(learningRate, decay, other, momentum, centered);
  }

  /** The same rule with another momentum. */
  public Rmsprop withMomentum(double other) {
    return new Rmsprop(learningRate, decay, epsilon, other, centered);
  }

  /** The same rule with or without subtracting the mean. */
  public Rmsprop withCentered(boolean other) {
    return new Rmsprop(learningRate, decay, epsilon, momentum, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    int remembered = 1 + (centered ? 1 : 0) + (momentum > 0 ? 1 : 0);
    return Stream.generate(() -> Tensor.zeros(parameter.type())).limit(remembered).toList();
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    List<Node> after = new ArrayList<>();
    Node squares = Means.running(decay, state.getFirst(), square(gradient));
    after.add(squares);
    Node variance = squares;
    if (centered) {
      Node mean = Means.running(decay, state.get(1), gradient);
      after.add(mean);
      // Below 0 only by rounding.
      variance = maximum(subtract(squares, square(mean)), number(0));
    }
    Node change = divide(gradient, add(squareRoot(variance), number(epsilon)));
    if (momentum > 0) {
      change = add(multiply(step.momentum(momentum), state.getLast()), change);
      after.add(change);
    }
    return new Update(subtract(parameter, multiply(step.learningRate(), change)), after);
  }
}
