package dev.ranvier.data;

import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * Labelled images held as bytes and read as numbers from 0 (byte 0) to 1 (byte 255).
 *
 * <p>The arrays are kept, not copied.
 */
public final class ImageDataset implements Dataset {
  private static final float[] UNIT = new float[256];

  static {
    for (int value = 0; value < 256; value++) {
      UNIT[value] = value / 255f;
    }
  }

  private final TensorType inputType;
  private final byte[] pixels;
  private final int[] labels;
  private final List<String> classNames;

  /**
   * Images one after the other, each row-major with the channels innermost.
   *
   * @param shape the shape {@code [height,width,channels]} of one image
   * @param pixels the bytes of all images
   * @param labels the class index of each image
   * @param classNames what the classes are called
   * @throws DataException when the sizes do not agree or a label has no class
   */
  public ImageDataset(Shape shape, byte[] pixels, int[] labels, List<String> classNames) {
    if (shape.rank() != 3) {
      throw new DataException("images: needs the shape [height,width,channels], got " + shape);
    }
    if (pixels.length != shape.elements() * labels.length || labels.length == 0) {
      throw new DataException(
          "images: "
              + labels.length
              + " labels for images "
              + shape
              + " need "
              + shape.elements() * labels.length
              + " bytes, got "
              + pixels.length);
    }
    Labels.requireInRange("images", labels, classNames.size());
    this.inputType = TensorType.f32(shape.toArray());
    this.pixels = pixels;
    this.labels = labels;
    this.classNames = List.copyOf(classNames);
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public TensorType inputType() {
    return inputType;
  }

  @Override
  public TensorType targetType() {
    return TensorType.i32();
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public void copyInput(int index, float[] destination, int offset) {
    int length = pixels.length / labels.length;
    copyUnit(pixels, index * length, destination, offset, length);
  }

  @Override
  public void copyTarget(int index, float[] destination, int offset) {
    destination[offset] = labels[index];
  }

  /** Writes bytes as numbers from 0 to 1. */
  public static void copyUnit(byte[] bytes, int from, float[] destination, int offset, int length) {
    for (int i = 0; i < length; i++) {
      destination[offset + i] = UNIT[bytes[from + i] & 0xFF];
    }
  }
}
