package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.op.Ops;
import dev.ranvier.op.StopGradientOp;
import dev.ranvier.setting.Settings;

/**
 * Perceptrons: linear units that answer −1 or 1, with the perceptron's learning rule.
 *
 * <p>Formula: y = 1 where z = x·W + b is not below 0, else −1. The gradient passes the step as if y
 * were z; so with the loss ½(y − t)² and plain gradient descent, a step is Rosenblatt's rule: W ← W
 * + η · (t − y) · x, which changes nothing where the answer is right. Shapes: x [batch, in], W [in,
 * units], b [units], y [batch, units]. W and b start as 0. Errors: an input of another rank.
 * Source: Rosenblatt, "The perceptron", 1958.
 *
 * @param units the number of units
 */
public record Perceptron(int units) implements Layer {
  /** Checks the size. */
  public Perceptron {
    Settings.positive("perceptron", "units", units);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.features("perceptron", context, x);
    Node z = new Dense(units).withWeights(Constant.ZEROS).apply(x, context);
    Node sign = Ops.select(Ops.less(z, Ops.number(0)), Ops.number(-1), Ops.number(1));
    // The value of the sign with the gradient of z.
    return Ops.add(z, new StopGradientOp().apply(Ops.subtract(sign, z)));
  }
}
