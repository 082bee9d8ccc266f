package dev.ranvier.op.recurrent;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.Arguments;
import dev.ranvier.op.BlockwiseOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The gradients of {@link RecurrentOp}: back through all steps, from the last to the first.
 *
 * <p>Inputs: the gradient by the first state [steps, batch, units], U, the mask if there is one,
 * and the results of {@link RecurrentOp}. Results: the gradients by a and by U, and, unless the
 * cell is additive, by s [steps, batch, gates·units]; else it is that by a.
 *
 * @param cell what a unit does in a step
 * @param masked whether there is a mask
 */
public record RecurrentGradientOp(RecurrentCell cell, boolean masked) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), firstState() + cell.states() + 1, inputs);
    TensorType first = inputs.getFirst();
    Arguments.rank(name(), "the arriving gradient", 3, first);
    int units = first.shape().size(2);
    TensorType a = first.withShape(first.shape().with(2, cell.gates() * units));
    TensorType bias = a.withShape(Shape.of(cell.gates() * units));
    List<TensorType> given = new ArrayList<>(List.of(a, inputs.get(1), bias));
    given.addAll(inputs.subList(2, firstState()));
    List<TensorType> results = new RecurrentOp(cell, masked).infer(given);
    for (int i = 0; i < results.size(); i++) {
      Arguments.equalTypes(name(), "a result", results.get(i), inputs.get(firstState() + i));
    }
    return cell.isAdditive() ? List.of(a, inputs.get(1)) : List.of(a, inputs.get(1), a);
  }

  /** The place of the first state among the inputs. */
  public int firstState() {
    return masked ? 3 : 2;
  }

  @Override
  public List<Node> gradient(Backward backward) {
    throw backward.missing("recurrent layers can be differentiated once");
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray weights = inputs.get(1);
    Shape steps = inputs.getFirst().shape();
    int products = cell.isAdditive() ? 1 : 2;
    BlockwiseOp back = cell.backward(masked, Collections.nCopies(products, DType.F32));
    NdArray zeros = NdArray.zeros(steps.remove(0));
    NdArray byInput = NdArray.zeros(steps.with(2, weights.shape().size(1)));
    NdArray byProduct = NdArray.zeros(byInput.shape());
    double[] byWeights = new double[weights.data().length];
    NdArray throughProduct = zeros;
    List<NdArray> direct = Collections.nCopies(cell.states(), zeros);
    for (int t = steps.size(0) - 1; t >= 0; t--) {
      List<NdArray> arguments = new ArrayList<>();
      arguments.add(RecurrentOp.step(inputs.getLast(), t));
      for (int i = 0; i < cell.states(); i++) {
        arguments.add(t == 0 ? zeros : RecurrentOp.step(inputs.get(firstState() + i), t - 1));
      }
      if (masked) {
        arguments.add(RecurrentOp.step(inputs.get(2), t));
      }
      arguments.add(RecurrentOp.step(inputs.getFirst(), t));
      arguments.add(throughProduct);
      arguments.addAll(direct);
      List<NdArray> made = back.evaluate(arguments);
      NdArray product = made.get(products - 1);
      direct = made.subList(products, made.size());
      throughProduct = new MatMulOp(false, true).evaluate(List.of(product, weights)).getFirst();
      RecurrentOp.put(made.getFirst(), byInput, t);
      RecurrentOp.put(product, byProduct, t);
      NdArray before = t == 0 ? zeros : RecurrentOp.step(inputs.get(firstState()), t - 1);
      NdArray share = new MatMulOp(true, false).evaluate(List.of(before, product)).getFirst();
      for (int i = 0; i < byWeights.length; i++) {
        byWeights[i] += share.data()[i];
      }
    }
    NdArray byU = new NdArray(weights.shape(), byWeights);
    return cell.isAdditive() ? List.of(byInput, byU) : List.of(byInput, byU, byProduct);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.products(4 * inputs.getFirst().elements() * inputs.get(1).size(1));
  }
}
