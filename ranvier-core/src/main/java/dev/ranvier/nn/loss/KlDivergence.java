package dev.ranvier.nn.loss;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.PerExample;
import dev.ranvier.nn.activation.LogSoftmax;
import dev.ranvier.op.Ops;
import dev.ranvier.op.PointwiseOp;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.tensor.TensorType;

/**
 * How far a predicted distribution is from the wanted one (Kullback and Leibler, 1951).
 *
 * <p>Formula: L = Σₖ yₖ · (ln yₖ − xₖ) over the last axis, where x are logarithms of probabilities
 * (end the model with {@link LogSoftmax}) and terms of yₖ = 0 are 0; the mean over further axes.
 * Shapes: predictions and targets [batch, …, classes], loss [batch]. Unit: nats.
 */
public record KlDivergence() implements Loss {
  @Override
  public Node perExample(Node prediction, Node target) {
    Expression wanted = argument(1);
    Expression term = wanted.times(wanted.log().minus(argument(0)));
    Expression each = select(constant(0).lessThan(wanted), term, constant(0));
    return PerExample.mean(Ops.sum(new PointwiseOp(name(), 2, each).apply(prediction, target), -1));
  }

  @Override
  public Node prediction(Node output) {
    return Ops.exp(output);
  }

  @Override
  public TensorType targetType(TensorType prediction) {
    return Classes.required(name(), "logarithms of probabilities", prediction);
  }
}
