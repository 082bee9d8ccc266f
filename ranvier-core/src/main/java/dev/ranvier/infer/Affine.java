package dev.ranvier.infer;

import dev.ranvier.data.Normalization;
import dev.ranvier.data.TargetScale;
import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * A change of scale {@code y = factor · x + offset} in double precision: one for all numbers, or
 * one for each index of the last axis.
 */
record Affine(double[] factors, double[] offsets) {
  /** A normalizer's. */
  static Affine of(Normalization normalizer) {
    return new Affine(array(normalizer.factors()), array(normalizer.offsets()));
  }

  /** From scaled targets to those in their own units. */
  static Affine of(TargetScale scale) {
    return scale.isNone()
        ? new Affine(new double[] {1}, new double[] {0})
        : new Affine(array(scale.deviation()), array(scale.mean()));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** From what it makes back to what it is made of. */
  Affine inverse() {
    double[] back = new double[factors.length];
    double[] less = new double[factors.length];
    for (int i = 0; i < back.length; i++) {
      back[i] = 1 / factors[i];
      less[i] = -offsets[i] / factors[i];
    }
    return new Affine(back, less);
  }

  /** This of what another makes. */
  Affine of(Affine other) {
    int length = Math.max(factors.length, other.factors.length);
    double[] both = new double[length];
    double[] moved = new double[length];
    for (int i = 0; i < length; i++) {
      double factor = factors[i % factors.length];
      both[i] = factor * other.factors[i % other.factors.length];
      moved[i] = factor * other.offsets[i % other.offsets.length] + offsets[i % offsets.length];
    }
    return new Affine(both, moved);
  }

  /** The number at a place of a tensor, changed. */
  double apply(long place, double number) {
    int i = (int) (place % factors.length);
    return number * factors[i] + offsets[i];
  }

  /** The numbers of a node, changed. */
  Node apply(Node numbers) {
    boolean nothing = factors.length == 1 && factors[0] == 1 && offsets[0] == 0;
    if (nothing) {
      return numbers;
    }
    return Ops.add(Ops.multiply(numbers, constant(factors)), constant(offsets));
  }

  private static Node constant(double[] values) {
    Shape shape = values.length == 1 ? Shape.SCALAR : Shape.of(values.length);
    return new Literal(DType.F32, NdArray.of(shape, values));
  }
}
