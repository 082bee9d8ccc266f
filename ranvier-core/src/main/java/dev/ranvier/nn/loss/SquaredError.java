package dev.ranvier.nn.loss;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.PerExample;
import dev.ranvier.nn.Reduction;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.TensorType;
import java.util.Optional;

/**
 * The squared difference.
 *
 * <p>Formula: with n outputs an example and m examples in a batch, the mean is (1/mn) Σ (ŷ − y)²,
 * the sum Σ (ŷ − y)²; the halves are half of these. Shapes: predictions and targets [batch, …],
 * loss [batch]. As a batch's loss is the mean over its examples, each example's part of a sum is
 * taken m times.
 *
 * @param reduction how the squares become one number
 */
public record SquaredError(Reduction reduction) implements Loss {
  /** The mean. */
  public SquaredError() {
    this(Reduction.MEAN);
  }

  /** The same loss as another mean or sum. */
  public SquaredError withReduction(Reduction other) {
    return new SquaredError(other);
  }

  @Override
  public Node perExample(Node prediction, Node target) {
    Node squares = Ops.square(Ops.subtract(prediction, target));
    double examples = prediction.shape().size(0);
    return switch (reduction) {
      case MEAN -> PerExample.mean(squares);
      case HALF_MEAN -> Ops.multiply(PerExample.mean(squares), 0.5);
      case SUM -> Ops.multiply(PerExample.sum(squares), examples);
      case HALF_SUM -> Ops.multiply(PerExample.sum(squares), 0.5 * examples);
    };
  }

  @Override
  public Optional<Node> residuals(Node prediction, Node target) {
    double elements = prediction.shape().elements();
    double factor =
        switch (reduction) {
          case MEAN -> 1;
          case HALF_MEAN -> 0.5;
          case SUM -> elements;
          case HALF_SUM -> 0.5 * elements;
        };
    return Optional.of(Ops.multiply(Ops.subtract(prediction, target), Math.sqrt(factor)));
  }

  @Override
  public TensorType targetType(TensorType prediction) {
    return prediction;
  }
}
