package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * An op that computes every element of its result from the elements at the same place of its
 * inputs, by one scalar formula.
 *
 * <p>Formula: y[i] = f(x₀[i], x₁[i], …). Inputs broadcast to a common shape (see {@link
 * Shape#broadcast}). A new one states its arity, its formula and its derivatives; shape rule,
 * gradient, definition, fusion and compiled loops follow from these.
 */
public interface Elementwise extends Op {
  /** The number of inputs. */
  int arity();

  /** The formula over arguments 0 to arity − 1. */
  Expression formula();

  /**
   * The derivative of the formula by one of its arguments, where argument {@code arity()} stands
   * for the result: sigmoid's is y·(1 − y), cheaper than in terms of x. At a kink it is the
   * documented choice.
   */
  Expression derivative(int argument);

  @Override
  default List<TensorType> infer(List<TensorType> inputs) {
    return List.of(ElementwiseTypes.infer(name(), arity(), inputs));
  }

  @Override
  default List<Node> gradient(Backward backward) {
    List<Node> gradients = new ArrayList<>();
    for (int i = 0; i < arity(); i++) {
      gradients.add(
          backward.input(i).dtype().isFloating()
              ? ElementwiseGradient.of(this, backward, i)
              : null);
    }
    return Backward.gradients(gradients.toArray(Node[]::new));
  }

  @Override
  default List<NdArray> evaluate(List<NdArray> inputs) {
    Shape shape = inputs.stream().map(NdArray::shape).reduce(Shape.SCALAR, Shape::broadcast);
    return FusedOp.evaluate(shape, ScalarProgram.of(arity(), List.of(formula())), inputs);
  }

  @Override
  default Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others(instructions() * result.elements());
  }

  /** How many operations the formula has. */
  default long instructions() {
    return ScalarProgram.of(arity(), List.of(formula())).instructions().size();
  }
}
