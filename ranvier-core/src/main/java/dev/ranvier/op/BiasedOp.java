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
 * A matrix product or convolution whose result gets a bias along the last axis and then an
 * activation, in the same pass over memory. Made by the fusion pass, where a backend can do it.
 *
 * <p>Formula: y = activation(base(inputs) + bias). Shapes: as the base's, with one more input, the
 * bias [C], where C is the last size of the base's result.
 *
 * @param base the product or convolution
 * @param activation an elementwise op of one input; none for the bias alone
 */
public record BiasedOp(Op base, Optional<Elementwise> activation) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() < 2) {
      throw new IllegalArgumentException(
          name() + ": takes the inputs of " + base.name() + " and a bias, got " + inputs);
    }
    TensorType result = base.infer(inputs.subList(0, inputs.size() - 1)).getFirst();
    TensorType bias = inputs.getLast();
    if (bias.shape().rank() != 1 || bias.shape().size(0) != result.shape().size(-1)) {
      throw new IllegalArgumentException(
          name() + ": result " + result + " takes a bias of its last size, got " + bias);
    }
    return List.of(result);
  }

  @Override
  public List<Node> gradient(Backward backward) {
    throw backward.missing("differentiate before fusing");
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray product = base.evaluate(inputs.subList(0, inputs.size() - 1)).getFirst();
    List<NdArray> sum = new AddOp().evaluate(List.of(product, inputs.getLast()));
    return activation.map(op -> op.evaluate(sum)).orElse(sum);
  }

  @Override
  public String name() {
    return base.name() + "-bias" + activation.map(op -> "-" + op.name()).orElse("");
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return base.arithmetic(inputs, result)
        .plus(
            Arithmetic.others(
                (1 + activation.map(Elementwise::instructions).orElse(0L)) * result.elements()));
  }
}
