package dev.ranvier.graph;

import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * A mathematical operation on tensors: a function with a shape rule, a gradient and a definition.
 *
 * <p>An op is a record whose components are its attributes (stride, axis, …), compared by value;
 * two equal ops on the same inputs compute the same thing. Fast kernels live elsewhere: whatever an
 * op promises is said here, by {@link #evaluate} in double precision.
 */
public interface Op {
  /**
   * The types of the results for inputs of the given types.
   *
   * @throws IllegalArgumentException naming the op, what was given, what was expected and the
   *     remedy
   */
  List<TensorType> infer(List<TensorType> inputs);

  /**
   * For each input, the node of its gradient, or null where no gradient flows (indices, masks).
   *
   * <p>Builds graph and computes nothing. Use {@link Backward#gradients} to return the list.
   */
  List<Node> gradient(Backward backward);

  /** The results for inputs of the shapes that {@link #infer} has accepted. */
  List<NdArray> evaluate(List<NdArray> inputs);

  /**
   * How much there is to compute: what profiles set against the machine's peaks.
   *
   * @param inputs the shapes of the inputs, which {@link #infer} has accepted
   * @param result the shape of the first result
   */
  Arithmetic arithmetic(List<Shape> inputs, Shape result);

  /** The op's name in the field's terms, by default its class name without "Op", in kebab case. */
  default String name() {
    String name = KebabCase.of(getClass());
    return name.endsWith("-op") ? name.substring(0, name.length() - "-op".length()) : name;
  }

  /** Applies this op and gives its only result. */
  default Node apply(Node... inputs) {
    return Application.of(this, List.of(inputs)).result();
  }

  /** Applies this op and gives all its results. */
  default List<? extends Node> applyAll(Node... inputs) {
    return Application.of(this, List.of(inputs)).results();
  }
}
