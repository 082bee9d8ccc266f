package dev.ranvier.train;

import dev.ranvier.data.Dataset;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/** Whether examples suit a model and a loss. */
final class Suitability {
  private Suitability() {}

  /**
   * Checks the targets of a batch.
   *
   * @throws IllegalArgumentException when one means nothing to the loss, such as a class that is
   *     not there
   */
  static void requireTargets(Loss loss, Tensor targets, TensorType outputs) {
    int row = (int) (targets.shape().elements() / targets.shape().size(0));
    loss.requireTargets(targets, 0, row, outputs);
  }

  /**
   * Checks a set of examples.
   *
   * @throws IllegalArgumentException when the model does not take their inputs, or the loss their
   *     targets
   */
  static void require(Model model, Loss loss, Dataset data) {
    if (!data.inputType().equals(model.input())) {
      throw new IllegalArgumentException(
          "train: the model takes inputs of "
              + model.input()
              + ", the examples are "
              + data.inputType()
              + "; build the model for them or put a flatten layer first");
    }
    TensorType output = model.trace(1, false).output().type();
    TensorType expected = loss.targetType(output);
    TensorType given =
        new TensorType(data.targetType().dtype(), data.targetType().shape().insert(0, 1));
    if (!given.equals(expected)) {
      throw new IllegalArgumentException(
          loss.name()
              + ": needs targets of "
              + expected
              + " for outputs of "
              + output
              + ", the examples have "
              + given
              + " (a batch of one); choose another loss or another last layer");
    }
    if (data.classCount() > 0 && output.shape().size(-1) != data.classCount()) {
      throw new IllegalArgumentException(
          "train: the examples have "
              + data.classCount()
              + " classes, the model has "
              + output.shape().size(-1)
              + " outputs; give its last layer one unit a class");
    }
  }
}
