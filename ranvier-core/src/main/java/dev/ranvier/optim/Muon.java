package dev.ranvier.optim;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.divide;
import static dev.ranvier.op.Ops.matmul;
import static dev.ranvier.op.Ops.maximum;
import static dev.ranvier.op.Ops.multiply;
import static dev.ranvier.op.Ops.number;
import static dev.ranvier.op.Ops.subtract;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/**
 * Muon: momentum whose step for a matrix is made orthogonal; AdamW for every other parameter.
 *
 * <p>Formula for a parameter of two axes [rows, columns]: b ← μ·b + (1 − μ)·g; u = (1 − μ)·g + μ·b;
 * X = u / max(‖u‖, 1e-7); five times X ← 3.4445·X − 4.775·X·XᵀX + 2.0315·X·(XᵀX)²; w ← w − α·λ·w −
 * α·√max(1, columns / rows)·X. Newton and Schulz's iteration brings all singular values of X near
 * 1. All other parameters (biases, norms, filters of convolutions) are changed by AdamW, whose rate
 * follows a schedule in proportion.
 *
 * <p>Dense weights are [inputs, units] here and [units, inputs] in PyTorch, hence columns / rows.
 * The iteration is in single precision, PyTorch's in bf16. Source: Jordan and others, 2024
 * (kellerjordan.github.io/posts/muon).
 *
 * @param learningRate α, above 0
 * @param momentum μ, at least 0 and below 1; a schedule of the momentum replaces it
 * @param weightDecay λ, at least 0
 * @param others what changes the parameters that are no matrices
 */
public record Muon(double learningRate, double momentum, double weightDecay, Adamw others)
    implements Rule {
  /** PyTorch's settings: α = 0.001, μ = 0.95, λ = 0.1; AdamW's own for the others. */
  public Muon() {
    this(0.001, 0.95, 0.1, new Adamw());
  }

  /** Checks the settings. */
  public Muon {
    Settings.learningRate("muon", learningRate);
    Settings.fraction("muon", "momentum", momentum);
    Settings.notNegative("muon", "weight decay", weightDecay);
  }

  @Override
  public Muon withLearningRate(double other) {
    return new Muon(other, momentum, weightDecay, others);
  }

  /** The same rule with another momentum. */
  public Muon withMomentum(double other) {
    return new Muon(learningRate, other, weightDecay, others);
  }

  /** The same rule with another weight decay. */
  public Muon withWeightDecay(double other) {
    return new Muon(learningRate, momentum, other, others);
  }

  /** The same rule with another rule for what is no matrix. */
  public Muon withOthers(Adamw other) {
    return new Muon(learningRate, momentum, weightDecay, other);
  }

  private static final int ITERATIONS = 5;
  private static final double SMALLEST_NORM = 1e-7;

  @Override
  public List<Tensor> init(Variable parameter) {
    return parameter.shape().rank() == 2
        ? List.of(Tensor.zeros(parameter.type()))
        : others.init(parameter);
  }

  @Override
  public Update update(Node parameter, Node gradient, List<Node> state, Step step) {
    if (parameter.shape().rank() != 2) {
      Step theirs = step.withRateTimes(others.learningRate() / learningRate);
      return others.update(parameter, gradient, state, theirs);
    }
    Node inertia = step.momentum(momentum);
    Node mean = Means.running(inertia, state.get(0), gradient);
    Node ahead = Means.running(inertia, mean, gradient);
    double rows = parameter.shape().size(0);
    double columns = parameter.shape().size(1);
    Node change = multiply(orthogonal(ahead), Math.sqrt(Math.max(1, columns / rows)));
    Node decayed = add(change, multiply(parameter, weightDecay));
    return new Update(subtract(parameter, multiply(step.learningRate(), decayed)), mean);
  }

  /** Newton and Schulz's iteration, on the side on which the product with itself is small. */
  private static Node orthogonal(Node matrix) {
    boolean tall = matrix.shape().size(0) > matrix.shape().size(1);
    Node x = divide(matrix, maximum(Norm.of(matrix).value(), number(SMALLEST_NORM)));
    for (int i = 0; i < ITERATIONS; i++) {
      Node gram = new MatMulOp(tall, !tall).apply(x, x);
      Node polynomial = add(multiply(gram, -4.775), multiply(matmul(gram, gram), 2.0315));
      Node change = tall ? matmul(x, polynomial) : matmul(polynomial, x);
      x = add(multiply(x, 3.4445), change);
    }
    return x;
  }
}
