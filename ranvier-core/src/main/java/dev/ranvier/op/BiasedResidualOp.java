package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * A matrix product or convolution whose result gets a bias along the last axis, then another value
 * of its own type, and then an activation, in the same pass over memory: the end of a residual
 * block. Made by the fusion pass, where a backend can do it.
 *
 * <p>Formula: y = activation(base(inputs) + bias + residual). Shapes: as {@link BiasedOp}'s, with
 * one more input, the residual, of the type of the result.
 *
 * @param base the product or convolution
 * @param activation an elementwise op of one input; none for the sum alone
 */
public record BiasedResidualOp(Op base, Optional<Elementwise> activation) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() < 3) {
      throw new IllegalArgumentException(
          name()
              + ": takes the inputs of "
              + base.name()
              + ", a bias and a residual, got "
              + inputs);
    }
    List<TensorType> results = new BiasedOp(base, activation).infer(withoutLast(inputs));
    Arguments.equalTypes(name(), "the residual", results.getFirst(), inputs.getLast());
    return results;
  }

  @Override
  public List<Node> gradient(Backward backward) {
    throw backward.missing("differentiate before fusing");
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray sum = new BiasedOp(base, Optional.empty()).evaluate(withoutLast(inputs)).getFirst();
    List<NdArray> total = new AddOp().evaluate(List.of(sum, inputs.getLast()));
    return activation.map(op -> op.evaluate(total)).orElse(total);
  }

  private static <T> List<T> withoutLast(List<T> inputs) {
    return inputs.subList(0, inputs.size() - 1);
  }

  @Override
  public String name() {
    return base.name() + "-bias-residual" + activation.map(op -> "-" + op.name()).orElse("");
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return base.arithmetic(inputs, result)
        .plus(
            Arithmetic.others(
                (2 + activation.map(Elementwise::instructions).orElse(0L)) * result.elements()));
  }
}
