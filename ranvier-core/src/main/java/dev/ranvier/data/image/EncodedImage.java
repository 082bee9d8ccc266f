package dev.ranvier.data.image;

import dev.ranvier.data.DataException;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.MultiPixelPackedSampleModel;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;

/** An image file's content, and how it becomes pixels. */
final class EncodedImage {
  private static final long MEGABYTE = 1 << 20;
  private static final long LONGEST_FILE = 1 << 30;
  private static final int LONGEST_SIDE = 1 << 20;

  private final Path file;
  private final ImageFormat format;
  private final byte[] bytes;
  private final byte[] exif;

  private EncodedImage(Path file, ImageFormat format, byte[] bytes, byte[] exif) {
    this.file = file;
    this.format = format;
    this.bytes = bytes;
    this.exif = exif;
  }

  /** What a reader does with a file. */
  private interface Reading<T> {
    T run() throws IOException;
  }

  static EncodedImage of(Path file) {
    byte[] bytes;
    try {
      long size = Files.size(file);
      if (size > LONGEST_FILE) {
        throw new DataException(
            "image '" + file + "': has " + size + " bytes, at most " + LONGEST_FILE + " are read");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DataException("image '" + file + "': cannot be read (" + e + ")", e);
    }
    ImageFormat format =
        ImageFormat.of(bytes)
            .orElseThrow(
                () ->
                    new DataException(
                        "image '"
                            + file
                            + "': is no image that can be read; supported are PNG, JPEG, GIF, BMP,"
                            + " TIFF and WebP"));
    return named(
        file,
        format,
        () -> {
          if (format == ImageFormat.PNG) {
            PngChunks chunks = PngChunks.of(bytes);
            return new EncodedImage(file, format, chunks.image(), chunks.exif());
          } else if (format == ImageFormat.WEBP) {
            return new EncodedImage(file, format, bytes, WebpChunks.of(bytes).exif());
          } else if (format == ImageFormat.BMP) {
            BmpHeader.require(bytes);
          } else if (format == ImageFormat.TIFF) {
            TiffHeader.require(bytes);
          }
          return new EncodedImage(file, format, bytes, new byte[0]);
        });
  }

  /** How the picture is turned. */
  Orientation orientation() {
    return named(
        file,
        format,
        () ->
            switch (format) {
              case JPEG -> ExifOrientation.ofJpeg(bytes);
              case PNG, WEBP -> ExifOrientation.ofExif(exif);
              case TIFF -> ExifOrientation.ofExif(bytes);
              case GIF, BMP -> Orientation.NORMAL;
            });
  }

  /** Hands all rows on, from the first to the last. */
  void decode(PixelRows rows, Resampling target, long pixelLimit) {
    named(
        file,
        format,
        () -> {
          ImageReader reader = format.reader();
          try (ImageInputStream stream = new BytesInput(bytes)) {
            Damage damage = new Damage();
            reader.setInput(stream, false, true);
            reader.addIIOReadWarningListener(damage);
            decode(reader, rows, target, pixelLimit);
            damage.require();
          } finally {
            reader.dispose();
          }
          return null;
        });
  }

  private void decode(ImageReader reader, PixelRows rows, Resampling target, long pixelLimit)
      throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    requireSize(width, height, pixelLimit);
    long row = Math.ceilDiv(width * bits(reader), 8L);
    int band = height;
    if (format.inBands()) {
      band = Math.clamp((bytes.length + 24 * MEGABYTE) / row, 1, height);
    } else if (row * height > 4L * bytes.length + 48 * MEGABYTE) {
      throw refused(
          String.format(
              Locale.ROOT,
              "%d x %d pixels would take %d MB, more than a %s file of %d bytes is given; save it"
                  + " as PNG or JPEG, or make it smaller",
              width,
              height,
              row * height / MEGABYTE,
              format.label(),
              bytes.length));
    }
    target.begin(height, width);
    float[] pixels = new float[width * rows.channels()];
    for (int top = 0; top < height; top += band) {
      int count = Math.min(band, height - top);
      ImageReadParam part = reader.getDefaultReadParam();
      if (count < height) {
        part.setSourceRegion(new Rectangle(0, top, width, count));
      }
      BufferedImage image = reader.read(0, part);
      if (image.getWidth() != width || image.getHeight() != count) {
        throw new IOException(
            "it has "
                + image.getWidth()
                + " x "
                + image.getHeight()
                + " pixels, its header says "
                + width
                + " x "
                + count);
      }
      for (int y = 0; y < count; y++) {
        rows.read(image, y, pixels);
        target.add(top + y, pixels);
      }
    }
  }

  private void requireSize(int width, int height, long pixelLimit) throws IOException {
    long pixels = (long) width * height;
    String size = "its header says " + width + " x " + height + " pixels";
    if (width < 1 || height < 1) {
      throw new IOException(size);
    }
    if (pixels > format.mostPixels(bytes.length)) {
      throw new IOException(size + ", which cannot be in " + bytes.length + " bytes");
    }
    if (pixels > pixelLimit || width > LONGEST_SIDE || height > LONGEST_SIDE) {
      throw refused(
          size
              + ", the limit is "
              + pixelLimit
              + " pixels, "
              + LONGEST_SIDE
              + " in a row or column; make it smaller or raise the limit");
    }
  }

  /** The bits that a decoded pixel takes. */
  private static long bits(ImageReader reader) throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext()) {
      throw new IOException("its kind of pixels is not supported");
    }
    SampleModel samples = types.next().getSampleModel(1, 1);
    return samples instanceof MultiPixelPackedSampleModel packed
        ? packed.getPixelBitStride()
        : (long) samples.getNumDataElements() * DataBuffer.getDataTypeSize(samples.getDataType());
  }

  private DataException refused(String reason) {
    return new DataException("image '" + file + "': " + reason);
  }

  /** Image readers throw all kinds of things at damaged files: here they become one. */
  private static <T> T named(Path file, ImageFormat format, Reading<T> reading) {
    try {
      return reading.run();
    } catch (DataException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "image '" + file + "': there is too little memory to read it; make it smaller", e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new DataException(
          String.format(
              "image '%s': cannot be read as %s: %s; save or fetch it again",
              file, format.label(), reason(e)),
          e);
    }
  }

  /** One line. */
  private static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = cause.getMessage() == null ? "" : cause.getMessage().strip();
    boolean own = error instanceof IOException && !text.isEmpty();
    String line = text.lines().findFirst().orElse("");
    return own ? line : "it is damaged (" + cause.getClass().getSimpleName() + ")";
  }

  /** Readers only warn of data that are cut off. */
  private static final class Damage implements IIOReadWarningListener {
    private static final List<String> SIGNS =
        List.of("truncated", "premature", "corrupt", "missing eoi", "end of file", "eof");

    /** A few bytes too many between segments, as some cameras write them, do no harm. */
    private static final String HARMLESS = "extraneous";

    private String first;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      String lower = warning.toLowerCase(Locale.ROOT);
      boolean damaged = SIGNS.stream().anyMatch(lower::contains) && !lower.contains(HARMLESS);
      first = first == null && damaged ? warning : first;
    }

    void require() throws IOException {
      if (first != null) {
        throw new IOException("it is damaged or cut off (" + first.strip() + ")");
      }
    }
  }
}
