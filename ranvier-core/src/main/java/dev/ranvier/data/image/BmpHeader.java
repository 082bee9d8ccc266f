package dev.ranvier.data.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Checks the sizes in the header of a BMP file against the file's own, as Java's reader does not.
 * Source: Microsoft's description of {@code BITMAPINFOHEADER}.
 */
final class BmpHeader {
  private static final int FILE_HEADER = 14;
  private static final int OLD_HEADER = 12;
  private static final int LONGEST_PALETTE = 256;

  /** A jump of four bytes skips at most 255 × 255 pixels. */
  private static final long RLE_PIXELS_PER_BYTE = 255 * 255 / 4;

  private BmpHeader() {}

  static void require(byte[] bytes) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = bytes.length < FILE_HEADER + 4 ? 0 : file.getInt(FILE_HEADER);
    long start = header < OLD_HEADER ? 0 : Integer.toUnsignedLong(file.getInt(10));
    if (header < OLD_HEADER
        || bytes.length - FILE_HEADER < header
        || start < FILE_HEADER + header
        || start > bytes.length) {
      throw new IOException("its header and data are not inside its " + bytes.length + " bytes");
    }
    boolean old = header < 40;
    long width = old ? Short.toUnsignedLong(file.getShort(18)) : file.getInt(18);
    long height = old ? Short.toUnsignedLong(file.getShort(20)) : Math.abs((long) file.getInt(22));
    int bits = file.getShort(old ? 24 : 28);
    int compression = old ? 0 : file.getInt(30);
    requireRoom(width, height, bits, compression, bytes.length - start);
    if (!old) {
      long size = Integer.toUnsignedLong(file.getInt(34));
      long colors = Integer.toUnsignedLong(file.getInt(46));
      if (size > bytes.length || colors > LONGEST_PALETTE) {
        throw new IOException(
            "its header says "
                + size
                + " bytes of data and "
                + colors
                + " colours, it has "
                + bytes.length
                + " bytes");
      }
    }
  }

  private static void requireRoom(
      long width, long height, int bits, int compression, long available) throws IOException {
    if (width < 1 || height < 1 || bits < 1 || bits > 32) {
      throw new IOException(
          "its header says " + width + " x " + height + " pixels of " + bits + " bits");
    }
    boolean runs = compression == 1 || compression == 2;
    long row = Math.ceilDiv(width * bits, 32L) * 4;
    boolean fits =
        runs ? width <= available * RLE_PIXELS_PER_BYTE / height : row <= available / height;
    if (!fits && compression < 4) {
      throw new IOException(
          "its header says "
              + width
              + " x "
              + height
              + " pixels, which cannot be in "
              + available
              + " bytes of data");
    }
  }
}
