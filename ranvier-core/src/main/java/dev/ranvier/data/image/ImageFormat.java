package dev.ranvier.data.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/** What kind of image a file holds, told by its first bytes, and what reads it. */
enum ImageFormat {
  PNG("PNG"),
  JPEG("JPEG"),
  GIF("GIF"),
  BMP("BMP"),
  TIFF("TIFF"),
  WEBP("WebP");

  /** LZW codes of 12 bits stand for at most 4096 pixels each. */
  private static final long GIF_PIXELS_PER_BYTE = 2731;

  /** A block of 64 pixels takes at least one bit, of each colour at a quarter of the resolution. */
  private static final long JPEG_PIXELS_PER_BYTE = 1024;

  private final String label;

  ImageFormat(String label) {
    this.label = label;
  }

  /** What people call it. */
  String label() {
    return label;
  }

  /** The format of a file; empty when it is none of these. */
  static Optional<ImageFormat> of(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 12), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    } else if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    } else if (start.startsWith("GIF8")) {
      return Optional.of(GIF);
    } else if (start.startsWith("BM")) {
      return Optional.of(BMP);
    } else if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
      return Optional.of(TIFF);
    } else if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
      return Optional.of(WEBP);
    }
    return Optional.empty();
  }

  /** Whether parts of an image are decoded in little memory. */
  boolean inBands() {
    return this == PNG || this == JPEG;
  }

  /**
   * The most pixels that a file of a size can hold; for formats without an entry here, the other
   * checks say it.
   */
  long mostPixels(long bytes) {
    return switch (this) {
      case GIF -> bytes * GIF_PIXELS_PER_BYTE;
      case JPEG -> bytes * JPEG_PIXELS_PER_BYTE;
      case PNG, BMP, TIFF, WEBP -> Long.MAX_VALUE;
    };
  }

  /** A reader of the JDK or of TwelveMonkeys, whatever others a program has installed. */
  ImageReader reader() throws IOException {
    return switch (this) {
      case PNG, GIF, BMP -> ofTheJdk(label);
      case JPEG -> registered(JPEGImageReaderSpi.class, new JPEGImageReaderSpi());
      case TIFF -> registered(TIFFImageReaderSpi.class, new TIFFImageReaderSpi());
      case WEBP -> registered(WebPImageReaderSpi.class, new WebPImageReaderSpi());
    };
  }

  private static ImageReader ofTheJdk(String name) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(name);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getModule().getName() instanceof String module
          && module.equals("java.desktop")) {
        return reader;
      }
    }
    throw new IOException("this Java has no reader of " + name);
  }

  /** The registry's, where ImageIO has found it; else it is registered now. */
  private static ImageReader registered(Class<? extends ImageReaderSpi> type, ImageReaderSpi fresh)
      throws IOException {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    if (registry.getServiceProviderByClass(type) == null) {
      registry.registerServiceProvider(fresh, ImageReaderSpi.class);
    }
    return registry.getServiceProviderByClass(type).createReaderInstance();
  }
}
