package dev.ranvier.train;

import dev.ranvier.data.Dataset;
import dev.ranvier.data.TableDataset;
import dev.ranvier.tensor.Shape;

/** Small tables that the tests of training learn. */
public final class Tables {
  private Tables() {}

  /** Points of the plane in three classes, by their direction. */
  public static Dataset classes(int size) {
    float[] points = new float[2 * size];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i % 3;
      double angle = 2 * Math.PI / 3 * (labels[i] + 0.7 * Math.sin(i));
      points[2 * i] = (float) Math.cos(angle);
      points[2 * i + 1] = (float) Math.sin(angle);
    }
    return TableDataset.classification(Shape.of(2), points, labels, Dataset.numberedClasses(3));
  }
}
