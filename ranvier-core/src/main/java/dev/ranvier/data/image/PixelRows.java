package dev.ranvier.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;

/**
 * Turns rows of an image into numbers from 0 to 1, laid over a background.
 *
 * <p>Samples are taken as they are stored: Java's own conversion takes grey for linear light, which
 * makes 128 of 255 a 0.74.
 */
final class PixelRows {
  /** How many pixels are asked for at once. */
  private static final int CHUNK = 4096;

  private final int channels;
  private final double[] background;

  PixelRows(int channels, int color) {
    this.channels = channels;
    background =
        new double[] {
          (color >> 16 & 0xFF) / 255.0, (color >> 8 & 0xFF) / 255.0, (color & 0xFF) / 255.0
        };
  }

  int channels() {
    return channels;
  }

  /** Row y of an image, its pixels' channels side by side. */
  void read(BufferedImage image, int y, float[] row) throws IOException {
    ColorModel colors = image.getColorModel();
    if (!(colors instanceof IndexColorModel)) {
      requireKnown(colors, image.getRaster().getDataBuffer().getDataType());
    }
    Raster raster = image.getRaster();
    int[] samples = new int[CHUNK * raster.getNumBands()];
    double[] color = new double[4];
    for (int x = 0; x < image.getWidth(); x += CHUNK) {
      int count = Math.min(CHUNK, image.getWidth() - x);
      raster.getPixels(x + raster.getMinX(), y + raster.getMinY(), count, 1, samples);
      for (int i = 0; i < count; i++) {
        if (colors instanceof IndexColorModel palette) {
          look(palette, samples[i], color);
        } else {
          scale(colors, samples, i * raster.getNumBands(), color);
        }
        put(color, colors.isAlphaPremultiplied(), row, (x + i) * channels);
      }
    }
  }

  private static void requireKnown(ColorModel colors, int type) throws IOException {
    int space = colors.getColorSpace().getType();
    if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
      throw new IOException("its pixels are floating-point numbers");
    }
    if (space != ColorSpace.TYPE_GRAY && space != ColorSpace.TYPE_RGB) {
      throw new IOException("its colours are neither grey nor RGB");
    }
  }

  private static void look(IndexColorModel palette, int index, double[] color) throws IOException {
    if (index >= palette.getMapSize()) {
      throw new IOException(
          "a pixel has the colour " + index + " of a palette of " + palette.getMapSize());
    }
    int argb = palette.getRGB(index);
    for (int i = 0; i < 4; i++) {
      color[i] = (argb >>> (i == 3 ? 24 : 16 - 8 * i) & 0xFF) / 255.0;
    }
  }

  /** Red, green, blue and alpha. */
  private static void scale(ColorModel colors, int[] samples, int at, double[] color) {
    int own = colors.getNumColorComponents();
    for (int i = 0; i < 3; i++) {
      color[i] = sample(colors, samples, at, own == 1 ? 0 : i);
    }
    color[3] = colors.hasAlpha() ? sample(colors, samples, at, own) : 1;
  }

  private static double sample(ColorModel colors, int[] samples, int at, int component) {
    int bits = colors.getComponentSize(component);
    long largest = (1L << bits) - 1;
    return (double) (samples[at + component] & largest) / largest;
  }

  private void put(double[] color, boolean premultiplied, float[] row, int at) {
    double alpha = color[3];
    for (int i = 0; i < 3; i++) {
      double own = premultiplied ? color[i] : color[i] * alpha;
      color[i] = alpha == 1 ? color[i] : own + (1 - alpha) * background[i];
    }
    if (channels == 3) {
      for (int i = 0; i < 3; i++) {
        row[at + i] = (float) color[i];
      }
    } else {
      row[at] = (float) (0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]);
    }
  }
}
