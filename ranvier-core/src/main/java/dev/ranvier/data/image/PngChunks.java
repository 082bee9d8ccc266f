package dev.ranvier.data.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file, checked: lengths, checksums, the end, and that the compressed data can
 * be as many pixels as the header says. Source: ISO/IEC 15948:2004, chapter 5.
 *
 * @param image a PNG file with nothing but what the pixels need
 * @param exif the EXIF data; empty where there are none
 */
record PngChunks(byte[] image, byte[] exif) {
  private static final int SIGNATURE = 8;
  private static final int AROUND = 12;
  private static final int HEADER = 13;
  private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  /** No deflate stream grows by more: 258 bytes stand for at least two bits. */
  private static final long LARGEST_EXPANSION = 1032;

  static PngChunks of(byte[] bytes) throws IOException {
    ByteArrayOutputStream image = new ByteArrayOutputStream(bytes.length);
    image.write(bytes, 0, SIGNATURE);
    ByteBuffer file = ByteBuffer.wrap(bytes);
    byte[] exif = {};
    long compressed = 0;
    int at = SIGNATURE;
    String type = "";
    while (!type.equals("IEND")) {
      int length = bytes.length - at < AROUND ? -1 : file.getInt(at);
      if (length < 0 || length > bytes.length - at - AROUND) {
        throw new IOException("it is cut off after " + at + " of its bytes");
      }
      type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
      boolean needed = NEEDED.contains(type);
      if (needed || type.equals("eXIf")) {
        requireChecksum(file, at, length, type);
      }
      if ((at == SIGNATURE) != type.equals("IHDR") || at == SIGNATURE && length != HEADER) {
        throw new IOException("its header is not where it should be");
      }
      if (needed) {
        image.write(bytes, at, length + AROUND);
      } else if (type.equals("eXIf")) {
        exif = new byte[length];
        file.get(at + 8, exif);
      }
      compressed += type.equals("IDAT") ? length : 0;
      at += length + AROUND;
    }
    requireRoom(file, compressed);
    return new PngChunks(image.toByteArray(), exif);
  }

  private static void requireChecksum(ByteBuffer file, int at, int length, String type)
      throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(file.slice(at + 4, length + 4));
    if ((int) checksum.getValue() != file.getInt(at + 8 + length)) {
      throw new IOException("the checksum of its chunk " + type + " at byte " + at + " is wrong");
    }
  }

  private static void requireRoom(ByteBuffer file, long compressed) throws IOException {
    int width = file.getInt(SIGNATURE + 8);
    int height = file.getInt(SIGNATURE + 12);
    int bits = file.get(SIGNATURE + 16);
    long samples =
        switch (file.get(SIGNATURE + 17)) {
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 1;
        };
    if (width < 1 || height < 1 || bits < 1 || bits > 16) {
      throw new IOException(
          "its header says " + width + " x " + height + " pixels of " + bits + " bits");
    }
    long row = Math.ceilDiv(width * samples * bits, 8L);
    if (row > compressed * LARGEST_EXPANSION / height) {
      throw new IOException(
          "its header says "
              + width
              + " x "
              + height
              + " pixels, which cannot be in "
              + compressed
              + " bytes of data");
    }
  }
}
