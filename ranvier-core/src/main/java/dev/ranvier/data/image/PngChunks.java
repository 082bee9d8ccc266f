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
  private static final int BITS = SIGNATURE + 16;
  private static final int COLOR_TYPE = SIGNATURE + 17;
  private static final byte GREY = 0;
  private static final byte PALETTE = 3;
  private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  /** No deflate stream grows by more: 258 bytes stand for at least two bits. */
  private static final long LARGEST_EXPANSION = 1032;

  static PngChunks of(byte[] bytes) throws IOException {
    ByteArrayOutputStream image = new ByteArrayOutputStream(bytes.length);
    image.write(bytes, 0, SIGNATURE);
    ByteBuffer file = ByteBuffer.wrap(bytes);
    byte[] exif = {};
    long compressed = 0;
    boolean asPalette = false;
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
      if (type.equals("tRNS") && isSmallGrey(file)) {
        writeAsPalette(image, file, at, length);
        asPalette = true;
      } else if (needed) {
        image.write(bytes, at, length + AROUND);
      } else if (type.equals("eXIf")) {
        exif = new byte[length];
        file.get(at + 8, exif);
      }
      compressed += type.equals("IDAT") ? length : 0;
      at += length + AROUND;
    }
    requireRoom(file, compressed);
    byte[] content = image.toByteArray();
    content[COLOR_TYPE] = asPalette ? PALETTE : content[COLOR_TYPE];
    return new PngChunks(content, exif);
  }

  private static boolean isSmallGrey(ByteBuffer file) {
    return file.get(COLOR_TYPE) == GREY && file.get(BITS) < 8;
  }

  /**
   * A palette of greys instead of the one grey that is transparent, which Java's reader overlooks
   * in images of 1, 2 and 4 bits. It looks at no checksum, so none is computed.
   */
  private static void writeAsPalette(
      ByteArrayOutputStream image, ByteBuffer file, int at, int length) throws IOException {
    int greys = 1 << file.get(BITS);
    if (length != 2) {
      throw new IOException("its transparent grey has " + length + " bytes, expected 2");
    }
    int clear = Short.toUnsignedInt(file.getShort(at + 8));
    ByteBuffer chunks = ByteBuffer.allocate(2 * AROUND + 4 * greys);
    chunks.putInt(3 * greys).put("PLTE".getBytes(StandardCharsets.ISO_8859_1));
    for (int grey = 0; grey < greys; grey++) {
      byte value = (byte) (grey * 255 / (greys - 1));
      chunks.put(value).put(value).put(value);
    }
    chunks.putInt(0).putInt(greys).put("tRNS".getBytes(StandardCharsets.ISO_8859_1));
    for (int grey = 0; grey < greys; grey++) {
      chunks.put((byte) (grey == clear ? 0 : 255));
    }
    image.write(chunks.putInt(0).array());
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
    int bits = file.get(BITS);
    long samples =
        switch (file.get(COLOR_TYPE)) {
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
