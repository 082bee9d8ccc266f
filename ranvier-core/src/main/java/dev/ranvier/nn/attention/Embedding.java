package dev.ranvier.nn.attention;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.GlorotUniform;
import dev.ranvier.op.EqualOp;
import dev.ranvier.op.GatherOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import java.util.Optional;

/**
 * A learned vector for every token.
 *
 * <p>Formula: y[n, t] = W[x[n, t]]; the padding token gives zeros, which layers with masking skip.
 * Shapes: x i32 [batch, …], W [tokens, features], y [batch, …, features]. Defaults: no padding, W
 * Glorot-uniform. Errors: an input that is not i32; at run time, a token that is not from 0 to
 * tokens − 1. Source: Bengio et al., "A neural probabilistic language model", 2003.
 *
 * @param tokens the number of tokens
 * @param features the length of a vector
 * @param padding the token that stands for nothing; −1 for none
 * @param weights how W starts
 */
public record Embedding(int tokens, int features, int padding, Initializer weights)
    implements Layer {
  /** Without padding; Glorot-uniform vectors. */
  public Embedding(int tokens, int features) {
    this(tokens, features, -1, new GlorotUniform());
  }

  /** Checks the sizes. */
  public Embedding {
    Settings.positive("embedding", "tokens", tokens);
    Settings.positive("embedding", "features", features);
    if (padding < -1 || padding >= tokens) {
      throw new IllegalArgumentException(
          "embedding: padding must be one of the " + tokens + " tokens or -1, got " + padding);
    }
  }

  /** The same layer with another token for nothing; −1 for none. */
  public Embedding withPadding(int other) {
    return new Embedding(tokens, features, other, weights);
  }

  /** The same layer with vectors that start another way. */
  public Embedding withWeights(Initializer other) {
    return new Embedding(tokens, features, padding, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    if (x.dtype() != DType.I32) {
      throw new IllegalArgumentException(
          String.format(
              "embedding %s: takes whole numbers (i32) below %d, got %s; is the input text or"
                  + " indices, and does no layer come before this one?",
              context.layerName(), tokens, x.type()));
    }
    Node w =
        context.parameter(
            "weights", Shape.of(tokens, features), weights, new Fans(tokens, features));
    String reader = "embedding " + context.layerName();
    Node y = new GatherOp(0, Optional.of(reader)).apply(w, x);
    if (padding < 0) {
      return y;
    }
    Node token = new dev.ranvier.graph.Literal(DType.I32, NdArray.scalar(padding));
    Node isPadding =
        new EqualOp().apply(ReshapeOp.to(x, x.shape().insert(x.shape().rank(), 1)), token);
    return Ops.select(isPadding, Ops.number(0), y);
  }
}
