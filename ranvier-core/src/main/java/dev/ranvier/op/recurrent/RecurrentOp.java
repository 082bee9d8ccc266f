package dev.ranvier.op.recurrent;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.Arguments;
import dev.ranvier.op.BlockwiseOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.SavesForBackward;
import dev.ranvier.op.SumOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All steps of a recurrent layer, each of which sees the states after the one before.
 *
 * <p>Formula: with sₜ = hₜ₋₁ · U, the states after step t are the cell's of the input aₜ, of sₜ + c
 * and of the states before; h is the first of them, and all are 0 in the beginning. Where the mask
 * is not 0, the states stay what they were. Shapes: a [steps, batch, gates·units], U [units,
 * gates·units], c [gates·units], mask [steps, batch, 1]; results: each state [steps, batch, units],
 * then the k values a unit {@link RecurrentCell#kept() keeps} for the gradient [steps, batch,
 * k·units]. Gradients flow through the first state alone; the other results are there for them.
 * Errors: shapes that do not fit together.
 *
 * @param cell what a unit does in a step
 * @param masked whether a mask follows the other inputs
 * @param keeps whether there is the last result
 */
public record RecurrentOp(RecurrentCell cell, boolean masked, boolean keeps)
    implements SavesForBackward {
  /** A layer that can be differentiated. */
  public RecurrentOp(RecurrentCell cell, boolean masked) {
    this(cell, masked, true);
  }

  @Override
  public Op withoutSaved() {
    return new RecurrentOp(cell, masked, false);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), masked ? 4 : 3, inputs);
    Arguments.sameFloating(name(), inputs.subList(0, 3));
    TensorType a = inputs.get(0);
    Arguments.rank(name(), "the steps' inputs", 3, a);
    int numbers = a.shape().size(2);
    int units = numbers / cell.gates();
    Arguments.equalTypes(
        name(), "the state's weights", a.withShape(Shape.of(units, numbers)), inputs.get(1));
    Arguments.equalTypes(name(), "the biases", a.withShape(Shape.of(numbers)), inputs.get(2));
    if (masked && !inputs.get(3).shape().equals(a.shape().with(2, 1))) {
      throw new IllegalArgumentException(
          String.format(
              "recurrent: a mask for %s has one number a step and example, %s; got %s",
              a, a.shape().with(2, 1), inputs.get(3)));
    }
    List<TensorType> results = new ArrayList<>();
    cell.next().forEach(state -> results.add(a.withShape(a.shape().with(2, units))));
    if (keeps) {
      results.add(a.withShape(a.shape().with(2, cell.kept().size() * units)));
    }
    return results;
  }

  @Override
  public List<Node> gradient(Backward backward) {
    if (!keeps) {
      throw backward.missing("differentiate the op that keeps what its gradient needs");
    }
    for (int i = 1; i < backward.upstreams().size(); i++) {
      if (backward.upstreams().get(i) != null) {
        throw backward.missing("its results but the first are not meant to be read");
      }
    }
    List<Node> inputs = new ArrayList<>(List.of(backward.upstream(), backward.input(1)));
    if (masked) {
      inputs.add(backward.input(3));
    }
    inputs.addAll(backward.application().results());
    List<? extends Node> made =
        new RecurrentGradientOp(cell, masked).applyAll(inputs.toArray(Node[]::new));
    Node input = made.get(0);
    Node product = cell.isAdditive() ? input : made.get(2);
    Node bias = SumOp.to(product, backward.input(2).shape());
    return masked
        ? Backward.gradients(input, made.get(1), bias, null)
        : Backward.gradients(input, made.get(1), bias);
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    Shape steps = inputs.get(0).shape();
    int units = steps.size(2) / cell.gates();
    BlockwiseOp step = cell.forward(masked, DType.F32, keeping());
    List<NdArray> states = new ArrayList<>();
    List<NdArray> results = new ArrayList<>();
    for (int i = 0; i < cell.states(); i++) {
      states.add(NdArray.zeros(Shape.of(steps.size(1), units)));
      results.add(NdArray.zeros(steps.with(2, units)));
    }
    if (keeps) {
      results.add(NdArray.zeros(steps.with(2, cell.kept().size() * units)));
    }
    for (int t = 0; t < steps.size(0); t++) {
      NdArray product =
          new MatMulOp().evaluate(List.of(states.getFirst(), inputs.get(1))).getFirst();
      List<NdArray> arguments =
          new ArrayList<>(List.of(step(inputs.get(0), t), product, inputs.get(2)));
      arguments.addAll(states);
      if (masked) {
        arguments.add(step(inputs.get(3), t));
      }
      List<NdArray> made = step.evaluate(arguments);
      for (int i = 0; i < made.size(); i++) {
        put(made.get(i), results.get(i), t);
      }
      states = made.subList(0, cell.states());
    }
    return results;
  }

  private Optional<DType> keeping() {
    return keeps ? Optional.of(DType.F32) : Optional.empty();
  }

  /** What belongs to one step. */
  static NdArray step(NdArray all, int t) {
    Shape shape = all.shape().remove(0);
    int size = shape.elementCount();
    return new NdArray(shape, Arrays.copyOfRange(all.data(), t * size, (t + 1) * size));
  }

  /** Puts what belongs to one step in its place. */
  static void put(NdArray step, NdArray all, int t) {
    System.arraycopy(step.data(), 0, all.data(), t * step.data().length, step.data().length);
  }

  /** The result is h [steps, batch, units], the weights are [units, gates·units]. */
  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.products(2 * result.elements() * inputs.get(1).size(1));
  }
}
