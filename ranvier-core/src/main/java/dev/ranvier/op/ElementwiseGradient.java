package dev.ranvier.op;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.op.scalar.Expression;
import java.util.ArrayList;
import java.util.List;

/** The gradient rule that all elementwise ops share: upstream times the derivative, summed back. */
final class ElementwiseGradient {
  private ElementwiseGradient() {}

  /** The gradient by one input, of that input's shape; null where the derivative is zero. */
  static Node of(Elementwise op, Backward backward, int argument) {
    int arity = op.arity();
    Expression derivative = op.derivative(argument);
    if (derivative.equals(Expression.constant(0))) {
      return null;
    }
    // Only what the derivative mentions becomes an input, so that the rest can be freed early.
    List<Node> inputs = new ArrayList<>();
    List<Expression> substitution = new ArrayList<>();
    for (int i = 0; i <= arity; i++) {
      substitution.add(Expression.argument(inputs.size()));
      if (derivative.mentions(i)) {
        inputs.add(i == arity ? backward.result() : backward.input(i));
      }
    }
    Expression upstream = Expression.argument(inputs.size());
    inputs.add(backward.upstream());
    Expression local = derivative.substitute(substitution);
    Expression product = local.equals(Expression.constant(1)) ? upstream : upstream.times(local);
    Node gradient =
        product.equals(upstream)
            ? backward.upstream()
            : new PointwiseOp(op.name() + "-gradient", inputs.size(), product)
                .apply(inputs.toArray(Node[]::new));
    return SumOp.to(gradient, backward.input(argument).shape());
  }
}
