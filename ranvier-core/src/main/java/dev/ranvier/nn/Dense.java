package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Reshape;
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
    implements Layer {
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
    Node w =
        context.parameter("weights", Shape.of(inputs, units), weights, new Fans(inputs, units));
    int rows = Math.toIntExact(x.shape().elements() / inputs);
    Node product = Ops.matmul(Reshape.to(x, Shape.of(rows, inputs)), w);
    Node y =
        bias
            ? Ops.add(product, context.parameter("bias", Shape.of(units), biases, Fans.NONE))
            : product;
    return Reshape.to(y, x.shape().with(-1, units));
  }
}
