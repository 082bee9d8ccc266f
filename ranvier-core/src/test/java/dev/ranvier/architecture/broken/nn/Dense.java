package dev.ranvier.architecture.broken.nn;

import dev.ranvier.architecture.broken.optim.Momentum;
import jdk.incubator.vector.FloatVector;

/** Can be extended, and uses the Vector API outside its kernels. */
public class Dense {

  final Momentum momentum;
  final FloatVector weights;

  Dense(Momentum momentum, FloatVector weights) {
    this.momentum = momentum;
    this.weights = weights;
  }
}
