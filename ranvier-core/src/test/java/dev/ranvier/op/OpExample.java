package dev.ranvier.op;

import dev.ranvier.graph.Op;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * An op with inputs that suit it, for tests that run over all ops.
 *
 * @param op the op
 * @param inputs the types of its inputs
 * @param low the least value an input may have
 * @param high what values stay below
 * @param differentiable how many times in a row gradients can be taken, at most 2
 * @param results through how many of its results gradients flow
 */
public record OpExample(
    Op op, List<TensorType> inputs, double low, double high, int differentiable, int results) {
  /** An op that takes any numbers and can be differentiated as often as one likes. */
  public static OpExample of(Op op, TensorType... inputs) {
    List<TensorType> types = List.of(inputs);
    return new OpExample(op, types, -2, 2, 2, op.infer(types).size());
  }

  /** The example with input values from {@code low} to (not including) {@code high}. */
  public OpExample within(double low, double high) {
    return new OpExample(op, inputs, low, high, differentiable, results);
  }

  /** The example of an op whose gradient rules end after so many times. */
  public OpExample differentiable(int times) {
    return new OpExample(op, inputs, low, high, times, results);
  }

  /** The example of an op whose gradient flows through its first results alone. */
  public OpExample throughFirst(int count) {
    return new OpExample(op, inputs, low, high, differentiable, count);
  }

  /** Input values in the example's range, whole numbers where the type is an integer. */
  public List<NdArray> draw(CounterRandom random) {
    List<NdArray> drawn = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      NdArray array = NdArray.zeros(inputs.get(i).shape());
      CounterRandom own = random.fork(i);
      for (int j = 0; j < array.data().length; j++) {
        double value = low + (high - low) * own.uniform(j);
        array.data()[j] = inputs.get(i).dtype().isFloating() ? value : Math.floor(value);
      }
      drawn.add(array);
    }
    return drawn;
  }

  @Override
  public String toString() {
    return op + " of " + inputs;
  }
}
