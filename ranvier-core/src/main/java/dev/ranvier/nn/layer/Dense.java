package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Connected;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.nn.initializer.GlorotUniform;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Shape;

/**
 * A fully connected layer; on sequences, the same one at every step.
 *
 * <p>Formula: y = x·W + b. Shapes: x [batch, in], W [in, units], b [units], y [batch, units]; or x
 * [batch, steps, in], y [batch, steps, units]. Errors: an input of another rank (put {@link
 * Flatten} before).
 *
 * @param units the number of outputs
 * @param bias whether b is added
 * @param weights how W starts
 * @param biases how b starts
 */
public record Dense(int units, boolean bias, Initializer weights, Initializer biases)
    implements Layer, Connected {
  /** A layer of so many units, with bias, Glorot-uniform weights and zero biases. */
  public Dense(int units) {
    this(units, true, new GlorotUniform(), Constant.ZEROS);
  }

  /** Checks the size. */
  public Dense {
    Settings.positive("dense", "units", units);
  }

  /** The same layer with or without bias. */
  public Dense withBias(boolean other) {
    return new Dense(units, other, weights, biases);
  }

  /** The same layer with weights that start another way. */
  public Dense withWeights(Initializer other) {
    return new Dense(units, bias, other, biases);
  }

  /** The same layer with biases that start another way. */
  public Dense withBiases(Initializer other) {
    return new Dense(units, bias, weights, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Node w = weights(x, context);
    int inputs = x.shape().size(-1);
    // Steps are rows until the end, so that product, bias and activation can be one call.
    Node rows = ReshapeOp.to(x, Shape.of(Math.toIntExact(x.shape().elements() / inputs), inputs));
    return ReshapeOp.to(biased(product(rows, w), context), x.shape().with(-1, units));
  }

  @Override
  public Node weights(Node x, Context context) {
    int rank = x.shape().rank();
    if (rank != 2 && rank != 3) {
      throw new IllegalArgumentException(
          "dense "
              + context.layerName()
              + ": takes an input of shape [batch,features] or [batch,steps,features], got "
              + x.shape()
              + "; put a flatten layer before it");
    }
    int inputs = x.shape().size(-1);
    return context.parameter("weights", Shape.of(inputs, units), weights, new Fans(inputs, units));
  }

  @Override
  public Node product(Node x, Node matrix) {
    int inputs = x.shape().size(-1);
    int rows = Math.toIntExact(x.shape().elements() / inputs);
    Node product = Ops.matmul(ReshapeOp.to(x, Shape.of(rows, inputs)), matrix);
    return ReshapeOp.to(product, x.shape().with(-1, units));
  }

  @Override
  public Node biased(Node product, Context context) {
    return bias
        ? Ops.add(product, context.parameter("bias", Shape.of(units), biases, Fans.NONE))
        : product;
  }
}
