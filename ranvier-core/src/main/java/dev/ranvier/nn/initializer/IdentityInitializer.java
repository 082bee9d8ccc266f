package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Draws;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * The identity: the layer first gives what it gets; for convolutions also known as Dirac's.
 *
 * <p>Formula: W[…, i, j] = gain where i = j, in the middle cell of a convolution's window, else 0.
 * Inputs without an output are dropped, outputs without an input are 0. Errors: a parameter of one
 * axis.
 *
 * @param gain what the input is multiplied by
 */
public record IdentityInitializer(double gain) implements Initializer {
  /** Gain 1. */
  public IdentityInitializer() {
    this(1);
  }

  /** Checks the settings. */
  public IdentityInitializer {
    Settings.finite("identity", "gain", gain);
  }

  /** The same with the input multiplied. */
  public IdentityInitializer withGain(double other) {
    return new IdentityInitializer(other);
  }

  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    if (shape.rank() < 2) {
      throw new IllegalArgumentException(
          "identity: needs weights of two axes or more, got " + shape + "; use zeros for biases");
    }
    int inputs = shape.size(-2);
    int outputs = shape.size(-1);
    int middle = 0;
    for (int axis = 0; axis < shape.rank() - 2; axis++) {
      middle = middle * shape.size(axis) + shape.size(axis) / 2;
    }
    int first = middle * inputs;
    return Draws.fill(
        shape, i -> i / outputs - first == i % outputs && i % outputs < inputs ? gain : 0);
  }
}
