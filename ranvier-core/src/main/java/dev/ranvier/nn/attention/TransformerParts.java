package dev.ranvier.nn.attention;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Dropout;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.normalization.LayerNorm;
import dev.ranvier.op.Ops;

/**
 * What the blocks of transformers are made of.
 *
 * @param dropout the probability of dropping a value of what is added
 * @param normFirst whether values are normalized before a part, else after the sum
 */
record TransformerParts(double dropout, boolean normFirst) {
  /** x + P(N(x)), or N(x + P(x)); the part and its norm are named. */
  Node residual(String name, Layer part, Node x, Context context) {
    Layer norm = new LayerNorm().named(name + "-norm");
    Node in = normFirst ? context.child(norm, x) : x;
    Node result = context.child(part.named(name), in);
    Node sum = Ops.add(x, new Dropout(dropout).apply(result, context));
    return normFirst ? sum : context.child(norm, sum);
  }

  /** The small network that each step goes through; it gives as many features as it gets. */
  static Layer network(int hidden, Layer activation, double dropout) {
    return new PointwiseNetwork(hidden, activation, dropout);
  }

  /** Two dense layers with an activation between them. */
  private record PointwiseNetwork(int hidden, Layer activation, double dropout) implements Layer {
    @Override
    public Node apply(Node x, Context context) {
      Layer layers =
          new Sequential(
              new Dense(hidden), activation, new Dropout(dropout), new Dense(x.shape().size(-1)));
      return layers.apply(x, context);
    }
  }
}
