package dev.ranvier.data.source;

import dev.ranvier.data.DataException;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.ImageDataset;
import dev.ranvier.data.RandomStreams;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.TensorType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * Handwritten-like digits drawn by the program: 28 × 28 grey pixels, ten classes, as many of each.
 *
 * <p>An example depends only on the seed, the part and its index. It is drawn when first read, by
 * whichever thread reads it, and kept as bytes.
 */
public final class Digits implements Dataset {
  /** How many training examples there are unless another number is asked for. */
  public static final int TRAIN_SIZE = 20_000;

  /** How many test examples there are unless another number is asked for. */
  public static final int TEST_SIZE = 4_000;

  private static final int CLASSES = 10;
  private static final int PIXELS = DigitPen.SIDE * DigitPen.SIDE;
  private static final VarHandle DRAWN = MethodHandles.arrayElementVarHandle(byte[].class);
  private static final List<String> NAMES =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  private final CounterRandom random;
  private final byte[] labels;
  private final byte[] pixels;
  private final byte[] drawn;

  private Digits(long seed, int part, int size) {
    if (size < 1 || size > Integer.MAX_VALUE / PIXELS) {
      throw new DataException(
          "digits: needs 1 to " + Integer.MAX_VALUE / PIXELS + " examples, got " + size);
    }
    this.random = CounterRandom.of(seed, RandomStreams.DIGITS, part);
    this.labels = labels(random.fork(0), size);
    this.pixels = new byte[size * PIXELS];
    this.drawn = new byte[size];
  }

  /** The training examples of a seed. */
  public static Digits train(long seed) {
    return train(seed, TRAIN_SIZE);
  }

  /** The first {@code size} training examples of a seed. */
  public static Digits train(long seed, int size) {
    return new Digits(seed, 0, size);
  }

  /** The test examples of a seed. */
  public static Digits test(long seed) {
    return test(seed, TEST_SIZE);
  }

  /** The first {@code size} test examples of a seed. */
  public static Digits test(long seed, int size) {
    return new Digits(seed, 1, size);
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public TensorType inputType() {
    return TensorType.f32(DigitPen.SIDE, DigitPen.SIDE, 1);
  }

  @Override
  public TensorType targetType() {
    return TensorType.i32();
  }

  @Override
  public List<String> classNames() {
    return NAMES;
  }

  @Override
  public void copyInput(int index, float[] destination, int offset) {
    if ((byte) DRAWN.getAcquire(drawn, index) == 0) {
      // Two threads may draw the same example at once: both write the same bytes.
      new DigitPen().draw(labels[index], random.fork(1 + index), pixels, index * PIXELS);
      DRAWN.setRelease(drawn, index, (byte) 1);
    }
    ImageDataset.copyUnit(pixels, index * PIXELS, destination, offset, PIXELS);
  }

  @Override
  public void copyTarget(int index, float[] destination, int offset) {
    destination[offset] = labels[index];
  }

  /** Every ten examples in a row hold each digit once, in random order. */
  private static byte[] labels(CounterRandom random, int size) {
    byte[] labels = new byte[size];
    for (int start = 0; start < size; start += CLASSES) {
      int[] order = random.fork(start).permutation(CLASSES);
      for (int i = start; i < Math.min(size, start + CLASSES); i++) {
        labels[i] = (byte) order[i - start];
      }
    }
    return labels;
  }
}
