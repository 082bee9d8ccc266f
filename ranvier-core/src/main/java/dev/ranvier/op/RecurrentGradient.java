package dev.ranvier.op;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The gradients of {@link Recurrent}: back through all steps, from the last to the first.
 *
 * <p>Inputs: the gradient by the first state [steps, batch, units], then the inputs and the results
 * of {@link Recurrent}. Results: the gradients by a and by U, and, unless the cell is additive, by
 * s [steps, batch, gates·units]; else it is that by a.
 *
 * @param cell what a unit does in a step
 * @param masked whether there is a mask
 */
public record RecurrentGradient(RecurrentCell cell, boolean masked) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    int given = masked ? 4 : 3;
    Arguments.count(name(), 1 + given + cell.states() + 1, inputs);
    List<TensorType> results = new Recurrent(cell, masked).infer(inputs.subList(1, 1 + given));
    Arguments.equalTypes(name(), "the arriving gradient", results.getFirst(), inputs.getFirst());
    for (int i = 0; i < results.size(); i++) {
      Arguments.equalTypes(name(), "a state", results.get(i), inputs.get(1 + given + i));
    }
    TensorType a = inputs.get(1);
    return cell.isAdditive() ? List.of(a, inputs.get(2)) : List.of(a, inputs.get(2), a);
  }

  @Override
  public List<Node> gradient(Backward backward) {
    throw backward.missing("recurrent layers can be differentiated once");
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    int given = masked ? 4 : 3;
    NdArray a = inputs.get(1);
    NdArray weights = inputs.get(2);
    Shape state = inputs.getFirst().shape().remove(0);
    int products = cell.isAdditive() ? 1 : 2;
    Blockwise back = cell.backward(masked, Collections.nCopies(products, DType.F32));
    NdArray zeros = NdArray.zeros(state);
    NdArray byInput = NdArray.zeros(a.shape());
    NdArray byProduct = NdArray.zeros(a.shape());
    double[] byWeights = new double[weights.data().length];
    NdArray throughProduct = zeros;
    List<NdArray> direct = Collections.nCopies(cell.states(), zeros);
    for (int t = a.shape().size(0) - 1; t >= 0; t--) {
      List<NdArray> arguments = new ArrayList<>();
      arguments.add(Recurrent.step(a, t));
      arguments.add(Recurrent.step(inputs.getLast(), t));
      arguments.add(inputs.get(3));
      for (int i = 0; i < cell.states(); i++) {
        arguments.add(t == 0 ? zeros : Recurrent.step(inputs.get(1 + given + i), t - 1));
      }
      if (masked) {
        arguments.add(Recurrent.step(inputs.get(4), t));
      }
      arguments.add(Recurrent.step(inputs.getFirst(), t));
      arguments.add(throughProduct);
      arguments.addAll(direct);
      List<NdArray> made = back.evaluate(arguments);
      NdArray product = made.get(products - 1);
      direct = made.subList(products, made.size());
      throughProduct = new MatMul(false, true).evaluate(List.of(product, weights)).getFirst();
      Recurrent.put(made.getFirst(), byInput, t);
      Recurrent.put(product, byProduct, t);
      NdArray before = t == 0 ? zeros : Recurrent.step(inputs.get(1 + given), t - 1);
      NdArray share = new MatMul(true, false).evaluate(List.of(before, product)).getFirst();
      for (int i = 0; i < byWeights.length; i++) {
        byWeights[i] += share.data()[i];
      }
    }
    NdArray byU = new NdArray(weights.shape(), byWeights);
    return cell.isAdditive() ? List.of(byInput, byU) : List.of(byInput, byU, byProduct);
  }
}
