package dev.ranvier.data.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The chunks of a WebP file, checked to lie inside the file. Source: RFC 9649, sections 2.3 to 2.7.
 *
 * @param exif the EXIF data; empty where there are none
 */
record WebpChunks(byte[] exif) {
  private static final int FILE_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final String NAME = "Exif\0\0";

  static WebpChunks of(byte[] bytes) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long end = CHUNK_HEADER + Integer.toUnsignedLong(file.getInt(4));
    byte[] exif = {};
    long at = FILE_HEADER;
    while (at < end) {
      long length = at + CHUNK_HEADER > bytes.length ? -1 : file.getInt((int) at + 4);
      if (length < 0 || at + CHUNK_HEADER + length > bytes.length) {
        throw new IOException(
            "it is cut off: " + end + " bytes are needed, " + bytes.length + " are there");
      }
      int from = (int) at + CHUNK_HEADER;
      String type = new String(bytes, (int) at, 4, StandardCharsets.ISO_8859_1);
      if (type.equals("EXIF")) {
        byte[] data = Arrays.copyOfRange(bytes, from, (int) (from + length));
        boolean named = new String(data, StandardCharsets.ISO_8859_1).startsWith(NAME);
        exif = named ? Arrays.copyOfRange(data, NAME.length(), data.length) : data;
      }
      at += CHUNK_HEADER + length + length % 2;
    }
    return new WebpChunks(exif);
  }
}
