package dev.ranvier.nn;

import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.TensorType;

/** Checks and types of losses that tell classes apart: the last axis has one number a class. */
final class Classes {
  private Classes() {}

  /** The type if it has a batch and a class axis. */
  static TensorType required(String loss, String what, TensorType prediction) {
    if (prediction.shape().rank() < 2) {
      throw new IllegalArgumentException(
          loss
              + ": takes "
              + what
              + " [batch,classes], got "
              + prediction.shape()
              + "; end the model with a dense layer of one unit a class");
    }
    return prediction;
  }

  /** The type of class indices for such predictions: one for every position. */
  static TensorType indices(String loss, String what, TensorType prediction) {
    var shape = required(loss, what, prediction).shape();
    return new TensorType(DType.I32, shape.remove(shape.rank() - 1));
  }
}
