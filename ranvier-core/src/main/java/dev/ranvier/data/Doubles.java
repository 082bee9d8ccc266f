package dev.ranvier.data;

import java.util.List;

/** Arrays of numbers in double precision, and their way to single precision. */
final class Doubles {
  private Doubles() {}

  static double[] of(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  static float[] rounded(double[] numbers) {
    float[] rounded = new float[numbers.length];
    round(numbers, rounded, 0);
    return rounded;
  }

  static void round(double[] numbers, float[] destination, int offset) {
    for (int i = 0; i < numbers.length; i++) {
      destination[offset + i] = (float) numbers[i];
    }
  }

  static void widen(float[] numbers, double[] destination, int offset) {
    for (int i = 0; i < numbers.length; i++) {
      destination[offset + i] = numbers[i];
    }
  }
}
