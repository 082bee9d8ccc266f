package dev.ranvier.data;

import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Mean, standard deviation and extremes of all inputs of a set, in double precision, for each index
 * of the last axis or overall.
 *
 * <p>Sums are taken of the differences to the first example, so that a large common offset does not
 * drown the deviation. The examples are read in parallel by fixed portions that are added up in
 * order: the result is the same for any number of threads.
 */
final class InputStatistics {
  private static final int PORTION = 1024;

  private final double[] origin;
  private final double[] sum;
  private final double[] squares;
  private final double[] minimum;
  private final double[] maximum;
  private long count;

  private InputStatistics(double[] origin) {
    this.origin = origin;
    this.sum = new double[origin.length];
    this.squares = new double[origin.length];
    this.minimum = new double[origin.length];
    this.maximum = new double[origin.length];
    Arrays.fill(minimum, Double.POSITIVE_INFINITY);
    Arrays.fill(maximum, Double.NEGATIVE_INFINITY);
  }

  /** The size of the last axis; 1 for a single number. */
  static int lastAxis(TensorType type) {
    return type.shape().rank() == 0 ? 1 : type.shape().size(-1);
  }

  /**
   * The statistics with {@code period} entries: number {@code i} of an input counts at i mod
   * period.
   */
  static InputStatistics of(Dataset dataset, int period) {
    int length = dataset.inputType().shape().elementCount();
    return of(dataset, length, period, () -> reader(dataset, length));
  }

  /** The statistics of each number of the targets. */
  static InputStatistics ofTargets(Dataset dataset, int length) {
    return of(dataset, length, length, () -> dataset::copyTarget);
  }

  /** Copies the numbers of an example. */
  private interface Reader {
    void copy(int index, double[] destination, int offset);
  }

  /** Reads inputs in the precision they are held in, without allocating. */
  private static Reader reader(Dataset dataset, int length) {
    if (dataset.isDouble()) {
      return dataset::copyInput;
    }
    float[] input = new float[length];
    return (index, destination, offset) -> {
      dataset.copyInput(index, input, 0);
      Doubles.widen(input, destination, offset);
    };
  }

  private static InputStatistics of(
      Dataset dataset, int length, int period, Supplier<Reader> reader) {
    double[] first = new double[length];
    reader.get().copy(0, first, 0);
    double[] origin = Arrays.copyOf(first, period);
    InputStatistics total = new InputStatistics(origin);
    int portions = Math.ceilDiv(dataset.size(), PORTION);
    IntStream.range(0, portions)
        .parallel()
        .mapToObj(portion -> portion(dataset.size(), reader.get(), portion, length, origin))
        .forEachOrdered(total::add);
    return total;
  }

  double mean(int i) {
    return origin[i] + sum[i] / count;
  }

  double deviation(int i) {
    double shift = sum[i] / count;
    return Math.sqrt(Math.max(0, squares[i] / count - shift * shift));
  }

  double minimum(int i) {
    return minimum[i];
  }

  double maximum(int i) {
    return maximum[i];
  }

  private static InputStatistics portion(
      int size, Reader reader, int portion, int length, double[] origin) {
    InputStatistics statistics = new InputStatistics(origin);
    double[] input = new double[length];
    int end = Math.min(size, (portion + 1) * PORTION);
    for (int index = portion * PORTION; index < end; index++) {
      reader.copy(index, input, 0);
      for (int i = 0; i < origin.length; i++) {
        statistics.addColumn(input, i, index);
      }
    }
    statistics.count = (long) (end - portion * PORTION) * (length / origin.length);
    return statistics;
  }

  private void addColumn(double[] input, int column, int index) {
    int period = origin.length;
    double shift = origin[column];
    double columnSum = 0;
    double columnSquares = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = column; i < input.length; i += period) {
      double difference = input[i] - shift;
      columnSum += difference;
      columnSquares += difference * difference;
      low = Math.min(low, input[i]);
      high = Math.max(high, input[i]);
    }
    if (!Double.isFinite(columnSquares)) {
      throw new DataException(
          "normalize: the input of example "
              + index
              + " holds a number that is not finite; repair or drop the example");
    }
    sum[column] += columnSum;
    squares[column] += columnSquares;
    minimum[column] = Math.min(minimum[column], low);
    maximum[column] = Math.max(maximum[column], high);
  }

  private void add(InputStatistics other) {
    count += other.count;
    for (int i = 0; i < origin.length; i++) {
      sum[i] += other.sum[i];
      squares[i] += other.squares[i];
      minimum[i] = Math.min(minimum[i], other.minimum[i]);
      maximum[i] = Math.max(maximum[i], other.maximum[i]);
    }
  }
}
