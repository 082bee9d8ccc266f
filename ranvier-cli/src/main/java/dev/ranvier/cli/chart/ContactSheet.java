package dev.ranvier.cli.chart;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.tensor.AtomicFile;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Images in rows: each as it is, with its class, and what augmentations make of it. */
public final class ContactSheet {
  private static final int LEAST_SIDE = 96;
  private static final int MOST_SIDE = 256;
  private static final int GAP = 6;
  private static final int LINE = 18;
  private static final int STREAM = 0x5348_4545; // "SHEE"

  private ContactSheet() {}

  /**
   * A column of changed images.
   *
   * @param title what stands above it
   * @param augmentations the changes, one after the other
   */
  public record Column(String title, List<Augmentation> augmentations) {
    /** Copies the list. */
    public Column {
      augmentations = List.copyOf(augmentations);
    }
  }

  /**
   * Draws a sheet to a PNG file.
   *
   * @param data the images, from 0 to 1
   * @param columns what stands beside each
   * @param seed chooses what augmentations draw
   * @throws IllegalArgumentException when the examples are no images
   */
  public static void write(Path file, Dataset data, List<Column> columns, long seed) {
    Shape shape = data.inputType().shape();
    if (shape.rank() != 3 || shape.size(2) != 1 && shape.size(2) != 3) {
      throw new IllegalArgumentException(
          "preview: needs images [height,width,1] or [height,width,3], got inputs "
              + data.inputType());
    }
    System.setProperty("java.awt.headless", "true");
    int longer = Math.max(shape.size(0), shape.size(1));
    double scale =
        longer < LEAST_SIDE
            ? Math.ceilDiv(LEAST_SIDE, longer)
            : Math.min(1, (double) MOST_SIDE / longer);
    int width = (int) (shape.size(1) * scale);
    int height = (int) (shape.size(0) * scale);
    int rowHeight = height + GAP + LINE;
    BufferedImage sheet =
        new BufferedImage(
            GAP + (columns.size() + 1) * (width + GAP),
            LINE + 2 * GAP + data.size() * rowHeight,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    graphics.setColor(Color.BLACK);
    text(graphics, "original", GAP, LINE, width);
    for (int c = 0; c < columns.size(); c++) {
      text(graphics, columns.get(c).title(), GAP + (c + 1) * (width + GAP), LINE, width);
    }
    ImageBuffer buffer = new ImageBuffer(shape);
    for (int i = 0; i < data.size(); i++) {
      int top = LINE + GAP + i * rowHeight;
      data.copyInput(i, buffer.pixels(), 0);
      graphics.drawImage(picture(buffer), GAP, top, width, height, null);
      text(graphics, label(data, i), GAP, top + height + LINE - 4, width);
      for (int c = 0; c < columns.size(); c++) {
        data.copyInput(i, buffer.pixels(), 0);
        CounterRandom random = CounterRandom.of(seed, STREAM, c).fork(i);
        for (Augmentation augmentation : columns.get(c).augmentations()) {
          random = random.fork(1);
          augmentation.apply(buffer, random);
        }
        int left = GAP + (c + 1) * (width + GAP);
        graphics.drawImage(picture(buffer), left, top, width, height, null);
      }
    }
    graphics.dispose();
    save(file, sheet);
  }

  private static String label(Dataset data, int index) {
    if (data.classCount() == 0 || data.targetType().shape().rank() > 0) {
      return data.exampleName(index);
    }
    return data.classNames().get(data.label(index));
  }

  /** Text that ends where its column does. */
  private static void text(Graphics2D graphics, String text, int x, int y, int width) {
    String shown = text;
    while (shown.length() > 1 && graphics.getFontMetrics().stringWidth(shown) > width) {
      shown = shown.substring(0, shown.length() - 2) + "\u2026";
    }
    graphics.drawString(shown, x, y);
  }

  private static BufferedImage picture(ImageBuffer buffer) {
    BufferedImage picture =
        new BufferedImage(buffer.width(), buffer.height(), BufferedImage.TYPE_INT_RGB);
    float[] pixels = buffer.pixels();
    for (int y = 0; y < buffer.height(); y++) {
      for (int x = 0; x < buffer.width(); x++) {
        int i = (y * buffer.width() + x) * buffer.channels();
        int red = level(pixels[i]);
        int green = buffer.channels() == 1 ? red : level(pixels[i + 1]);
        int blue = buffer.channels() == 1 ? red : level(pixels[i + 2]);
        picture.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    return picture;
  }

  private static int level(float value) {
    return Math.round(255 * Math.min(1, Math.max(0, value)));
  }

  private static void save(Path file, BufferedImage sheet) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(sheet, "png", bytes);
      AtomicFile.write(file, channel -> AtomicFile.append(channel, bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException("preview: cannot write '" + file + "' (" + e + ")", e);
    }
  }
}
