package dev.ranvier.op;

import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Locale;

/** Checks that the shape rules of ops have in common. */
public final class Arguments {
  private Arguments() {}

  /** A single-precision type, for checks that only look at shapes. */
  public static TensorType f32(Shape shape) {
    return new TensorType(DType.F32, shape);
  }

  public static void count(String op, int expected, List<TensorType> inputs) {
    if (inputs.size() != expected) {
      throw new IllegalArgumentException(
          op + ": takes " + expected + " inputs, got " + inputs.size() + ": " + inputs);
    }
  }

  public static void rank(String op, String role, int expected, TensorType input) {
    if (input.shape().rank() != expected) {
      throw new IllegalArgumentException(
          op + ": " + role + " must have " + expected + " axes, got " + input);
    }
  }

  public static void floating(String op, List<TensorType> inputs) {
    for (TensorType input : inputs) {
      if (!input.dtype().isFloating()) {
        throw new IllegalArgumentException(
            op + ": takes floating inputs, got " + input + "; cast it first");
      }
    }
  }

  static void dtype(String op, String role, DType expected, TensorType input) {
    if (input.dtype() != expected) {
      throw new IllegalArgumentException(
          op
              + ": "
              + role
              + " must be "
              + expected.name().toLowerCase(Locale.ROOT)
              + ", got "
              + input);
    }
  }

  /** Floating inputs of one element type. */
  public static void sameFloating(String op, List<TensorType> inputs) {
    floating(op, inputs);
    for (TensorType input : inputs) {
      if (input.dtype() != inputs.getFirst().dtype()) {
        throw new IllegalArgumentException(
            op + ": inputs " + inputs + " mix element types; cast one of them");
      }
    }
  }

  public static void equalTypes(String op, String role, TensorType expected, TensorType input) {
    if (!input.equals(expected)) {
      throw new IllegalArgumentException(
          op + ": " + role + " must be " + expected + ", got " + input);
    }
  }

  public static void lastAxis(String op, TensorType input) {
    if (input.shape().rank() == 0) {
      throw new IllegalArgumentException(
          op + ": works along the last axis, but " + input + " has none; reshape it");
    }
  }

  /** The type left by a reduction over some axes, which keep size one. */
  static TensorType reduced(String op, List<Integer> axes, TensorType input) {
    Shape shape = input.shape();
    for (int axis : axes) {
      if (axis < 0 || axis >= shape.rank()) {
        throw new IllegalArgumentException(
            op + ": input " + input + " has no axis " + axis + "; axes count from 0");
      }
      shape = shape.with(axis, 1);
    }
    return input.withShape(shape);
  }
}
