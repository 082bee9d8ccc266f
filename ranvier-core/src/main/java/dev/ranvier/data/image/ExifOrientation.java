package dev.ranvier.data.image;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Finds the EXIF orientation in files of each format. */
final class ExifOrientation {
  private static final int RIFF_HEADER = 12;
  private static final String SEGMENT = "Exif\0\0";

  private ExifOrientation() {}

  /** Of a JPEG file. */
  static Orientation ofJpeg(byte[] bytes) throws IOException {
    List<JPEGSegment> segments =
        JPEGSegmentUtil.readSegments(new ByteArrayImageInputStream(bytes), JPEG.APP1, "Exif");
    if (segments.isEmpty()) {
      return Orientation.NORMAL;
    }
    // The name ends in a zero byte, and another one fills up.
    byte[] data = segments.getFirst().segmentData().readAllBytes();
    return ofExif(Arrays.copyOfRange(data, Math.min(SEGMENT.length(), data.length), data.length));
  }

  /** Of a WebP file. */
  static Orientation ofWebp(byte[] bytes) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long at = RIFF_HEADER;
    while (at + 8 <= bytes.length) {
      long length = Integer.toUnsignedLong(file.getInt((int) at + 4));
      String type = new String(bytes, (int) at, 4, StandardCharsets.ISO_8859_1);
      if (type.equals("EXIF") && length <= bytes.length - at - 8) {
        byte[] exif = Arrays.copyOfRange(bytes, (int) at + 8, (int) (at + 8 + length));
        boolean named = new String(exif, StandardCharsets.ISO_8859_1).startsWith(SEGMENT);
        return ofExif(named ? Arrays.copyOfRange(exif, SEGMENT.length(), exif.length) : exif);
      }
      at += 8 + length + length % 2;
    }
    return Orientation.NORMAL;
  }

  /** Of EXIF data, which are laid out as TIFF files are. */
  static Orientation ofExif(byte[] data) throws IOException {
    if (data.length == 0) {
      return Orientation.NORMAL;
    }
    Entry entry =
        new TIFFReader()
            .read(new ByteArrayImageInputStream(data))
            .getEntryById(TIFF.TAG_ORIENTATION);
    return entry != null && entry.getValue() instanceof Number value
        ? Orientation.of(value.intValue())
        : Orientation.NORMAL;
  }
}
