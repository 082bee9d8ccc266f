package dev.ranvier.op;

import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/** Checks that the shape rules of ops have in common. */
final class Arguments {
  private Arguments() {}

  static void count(String op, int expected, List<TensorType> inputs) {
    if (inputs.size() != expected) {
      throw new IllegalArgumentException(
          op + ": takes " + expected + " inputs, got " + inputs.size() + ": " + inputs);
    }
  }

  static void rank(String op, String role, int expected, TensorType input) {
    if (input.shape().rank() != expected) {
      throw new IllegalArgumentException(
          op + ": " + role + " must have " + expected + " axes, got " + input);
    }
  }

  static void floating(String op, List<TensorType> inputs) {
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
              + expected.name().toLowerCase(java.util.Locale.ROOT)
              + ", got "
              + input);
    }
  }
}
