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
 * Adagrad: steps that become shorter the more a parameter has been moved.
 *
 * <p>Formula: r ← r + g²; w ← w − α · g / (√r + ε), where r starts from a given number. Source:
 * Duchi, Hazan and Singer, 2011.
 *
 * @param learningRate α, above 0
 * @param epsilon ε, above 0
 * @param initialSum what r starts from, at least 0
 */
public record Adagrad(double learningRate, double epsilon, double initialSum) implements Rule {
  /** PyTorch's settings: α = 0.01, ε = 1e-10, r from 0. */
  public Adagrad() {
    this(0.01, 1e-10, 0);
  }

  /** Checks the settings. */
  public Adagrad {
    Settings.learningRate("adagrad", learningRate);
    Settings.epsilon("adagrad", epsilon);
    Settings.notNegative("adagrad", "initial sum", initialSum);
  }

  @Override
  public Adagrad withLearningRate(double other) {
    return new Adagrad(other, epsilon, initialSum);
  }

  /** The same rule with another ε. */
  public Adagrad withEpsilon(double other) {
    return new Adagrad(learningRate, other, initialSum);
  }

  /** The same rule with another start of the sum of squares. */
  public Adagrad withInitialSum(double other) {
    return new Adagrad(learningRate, epsilon, other);
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    Tensor sum = Tensor.zeros(parameter.type());
    for (long i = 0; i < sum.shape().elements(); i++) {
      sum.setDouble(i, initialSum);
    }
    return List.of(sum);
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    Node sum = add(state.get(0), square(gradient));
    Node change = divide(gradient, add(squareRoot(sum), number(epsilon)));
    return new Update(subtract(parameter, multiply(step.learningRate(), change)), sum);
  }
}
