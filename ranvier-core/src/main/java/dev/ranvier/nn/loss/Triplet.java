package dev.ranvier.nn.loss;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.PerExample;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.EqualOp;
import dev.ranvier.op.MaxOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * Moves examples of one class together and of different classes apart, for models that map examples
 * to vectors.
 *
 * <p>Formula: L = max(0, d(a, p) − d(a, n) + margin), where each example of the batch is an anchor
 * a once, p the farthest of its class in the batch, n the nearest of another class, and d the
 * Euclidean distance; 0 where the batch holds one class alone. Shapes: predictions [batch,
 * features], targets i32 [batch], loss [batch]. Source: Schroff et al., 2015 (arXiv 1503.03832);
 * the choice of p and n is that of Hermans et al., 2017 (arXiv 1703.07737).
 *
 * @param margin how much farther other classes have to be, above 0
 */
public record Triplet(double margin) implements Loss {
  private static final double LEAST_DISTANCE = 1e-6;
  private static final double NOWHERE = 3e38;

  /** Margin 1. */
  public Triplet() {
    this(1);
  }

  /** Checks the margin. */
  public Triplet {
    Settings.positive("triplet", "margin", margin);
  }

  /** The same loss with another margin. */
  public Triplet withMargin(double other) {
    return new Triplet(other);
  }

  @Override
  public Node perExample(Node prediction, Node target) {
    int batch = prediction.shape().size(0);
    int features = prediction.shape().size(1);
    Node difference =
        Ops.subtract(
            ReshapeOp.to(prediction, Shape.of(batch, 1, features)),
            ReshapeOp.to(prediction, Shape.of(1, batch, features)));
    Node length = PerExample.length(difference, List.of(2), LEAST_DISTANCE);
    Node distance = ReshapeOp.to(length, Shape.of(batch, batch));
    Node label = new CastOp(DType.F32).apply(target);
    Node same =
        new EqualOp()
            .apply(
                ReshapeOp.to(label, Shape.of(batch, 1)), ReshapeOp.to(label, Shape.of(1, batch)));
    Node farthest = greatest(Ops.multiply(distance, same), batch);
    Node nearest =
        Ops.negate(greatest(Ops.select(same, Ops.number(-NOWHERE), Ops.negate(distance)), batch));
    Node gap = Ops.add(Ops.subtract(farthest, nearest), Ops.number(margin));
    return Ops.maximum(Ops.number(0), gap);
  }

  @Override
  public TensorType targetType(TensorType prediction) {
    if (prediction.shape().rank() != 2) {
      throw new IllegalArgumentException(
          "triplet: takes vectors [batch,features], got "
              + prediction.shape()
              + "; end the model with a dense layer");
    }
    return new TensorType(DType.I32, prediction.shape().slice(0, 1));
  }

  private static Node greatest(Node rows, int batch) {
    return ReshapeOp.to(new MaxOp(List.of(1)).apply(rows), Shape.of(batch));
  }
}
