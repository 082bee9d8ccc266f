package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.nn.initializer.GlorotUniform;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.SliceOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * A bilinear form of two vectors for every unit. The vectors are the first features of the input
 * and the rest.
 *
 * <p>Formula: y[o] = b[o] + Σᵢⱼ l[i] · W[i, j, o] · r[j], where x is l and r one after the other.
 * Shapes: x [batch, left + right], W [left, right, units], b [units], y [batch, units]. Defaults:
 * left is half of the features, bias, Glorot-uniform weights with left · right as fan-in, zero
 * biases. Errors: an input of another rank, one with no features to the right. PyTorch's {@code
 * Bilinear} is the same of two inputs.
 *
 * @param units the number of outputs
 * @param left how many features make the left vector; 0 for half of them
 * @param bias whether b is added
 * @param weights how W starts
 * @param biases how b starts
 */
public record Bilinear(int units, int left, boolean bias, Initializer weights, Initializer biases)
    implements Layer {
  /** So many forms of the halves of the input, with bias. */
  public Bilinear(int units) {
    this(units, 0, true, new GlorotUniform(), Constant.ZEROS);
  }

  /** Checks the sizes. */
  public Bilinear {
    Settings.positive("bilinear", "units", units);
    Settings.notNegative("bilinear", "left", left);
  }

  /** The same layer with another length of the left vector; 0 for half of the features. */
  public Bilinear withLeft(int other) {
    return new Bilinear(units, other, bias, weights, biases);
  }

  /** The same layer with or without bias. */
  public Bilinear withBias(boolean other) {
    return new Bilinear(units, left, other, weights, biases);
  }

  /** The same layer with weights that start another way. */
  public Bilinear withWeights(Initializer other) {
    return new Bilinear(units, left, bias, other, biases);
  }

  /** The same layer with biases that start another way. */
  public Bilinear withBiases(Initializer other) {
    return new Bilinear(units, left, bias, weights, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.features("bilinear", context, x);
    int batch = x.shape().size(0);
    int features = x.shape().size(1);
    int first = left == 0 ? features / 2 : left;
    int rest = features - first;
    if (first < 1 || rest < 1) {
      throw new IllegalArgumentException(
          String.format(
              "bilinear %s: %d features are to be split into a left vector of %d and the rest;"
                  + " give it more features or a smaller left",
              context.layerName(), features, first));
    }
    Shape shape = Shape.of(first, rest, units);
    Fans fans = new Fans((long) first * rest, units);
    Node w = context.parameter("weights", shape, weights, fans);
    Node l = SliceOp.of(x, List.of(0, 0), Shape.of(batch, first));
    Node r = SliceOp.of(x, List.of(0, first), Shape.of(batch, rest));
    Node forms = Ops.matmul(l, ReshapeOp.to(w, Shape.of(first, rest * units)));
    Node products =
        Ops.multiply(
            ReshapeOp.to(forms, Shape.of(batch, rest, units)),
            ReshapeOp.to(r, Shape.of(batch, rest, 1)));
    Node y = Ops.sum(products, 1);
    return bias ? Ops.add(y, context.parameter("bias", Shape.of(units), biases, Fans.NONE)) : y;
  }
}
