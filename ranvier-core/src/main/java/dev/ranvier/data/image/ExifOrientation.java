package dev.ranvier.data.image;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Finds the orientation in EXIF data. */
final class ExifOrientation {
  /** The bytes of "Exif" and two zeros. */
  private static final int NAME = 6;

  private ExifOrientation() {}

  /** Of a JPEG file. */
  static Orientation ofJpeg(byte[] bytes) throws IOException {
    List<JPEGSegment> segments =
        JPEGSegmentUtil.readSegments(new BytesInput(bytes), JPEG.APP1, "Exif");
    if (segments.isEmpty()) {
      return Orientation.NORMAL;
    }
    byte[] data = segments.getFirst().segmentData().readAllBytes();
    return ofExif(Arrays.copyOfRange(data, Math.min(NAME, data.length), data.length));
  }

  /** Of EXIF data, which are laid out as TIFF files are. */
  static Orientation ofExif(byte[] data) throws IOException {
    if (data.length == 0) {
      return Orientation.NORMAL;
    }
    Entry entry = new TIFFReader().read(new BytesInput(data)).getEntryById(TIFF.TAG_ORIENTATION);
    return entry != null && entry.getValue() instanceof Number value
        ? Orientation.of(value.intValue())
        : Orientation.NORMAL;
  }
}
