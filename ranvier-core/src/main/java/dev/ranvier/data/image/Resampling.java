package dev.ranvier.data.image;

/**
 * Resizes an image while its rows come by, with the triangle filter.
 *
 * <p>Formula: an output at o is Σ wᵢ·xᵢ / Σ wᵢ with wᵢ = max(0, 1 − |i + ½ − (o + ½)·s| / max(s,
 * 1)), where s is how many source pixels make an output pixel, along each axis. The same size gives
 * the same numbers.
 */
final class Resampling {
  /** For each output along an axis: the first source it takes from, and the weights from there. */
  private record Axis(int[] from, float[][] weights) {
    static Axis of(int source, int target) {
      double scale = (double) source / target;
      double support = Math.max(scale, 1);
      Axis axis = new Axis(new int[target], new float[target][]);
      for (int o = 0; o < target; o++) {
        double center = (o + 0.5) * scale;
        int from = Math.max(0, (int) (center - support + 0.5));
        int to = Math.min(source, (int) (center + support + 0.5));
        double[] weights = new double[to - from];
        double sum = 0;
        for (int i = from; i < to; i++) {
          weights[i - from] = Math.max(0, 1 - Math.abs(i + 0.5 - center) / support);
          sum += weights[i - from];
        }
        axis.from[o] = from;
        axis.weights[o] = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
          axis.weights[o][i] = (float) (weights[i] / sum);
        }
      }
      return axis;
    }
  }

  private final int height;
  private final int width;
  private final int channels;
  private final double[] values;
  private final double[] row;
  private Axis vertical;
  private Axis horizontal;
  private int firstOpen;

  Resampling(int height, int width, int channels) {
    this.height = height;
    this.width = width;
    this.channels = channels;
    values = new double[Math.multiplyExact(Math.multiplyExact(height, width), channels)];
    row = new double[width * channels];
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** What size the rows to come have. */
  void begin(int sourceHeight, int sourceWidth) {
    vertical = Axis.of(sourceHeight, height);
    horizontal = Axis.of(sourceWidth, width);
  }

  /** Takes the next row, which is row y of the source: its pixels' channels side by side. */
  void add(int y, float[] source) {
    for (int x = 0; x < width; x++) {
      float[] weights = horizontal.weights[x];
      for (int channel = 0; channel < channels; channel++) {
        double sum = 0;
        int at = horizontal.from[x] * channels + channel;
        for (int i = 0; i < weights.length; i++) {
          sum += weights[i] * source[at + i * channels];
        }
        row[x * channels + channel] = sum;
      }
    }
    while (firstOpen < height && end(firstOpen) <= y) {
      firstOpen++;
    }
    for (int o = firstOpen; o < height && vertical.from[o] <= y; o++) {
      if (y < end(o)) {
        float weight = vertical.weights[o][y - vertical.from[o]];
        for (int i = 0; i < row.length; i++) {
          values[o * row.length + i] += weight * row[i];
        }
      }
    }
  }

  private int end(int output) {
    return vertical.from[output] + vertical.weights[output].length;
  }

  /** A number of the result. */
  double at(int y, int x, int channel) {
    return values[(y * width + x) * channels + channel];
  }
}
