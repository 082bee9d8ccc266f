package dev.ranvier.tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Safetensors files that show whether they are whole: the first of their metadata is a checksum of
 * the file.
 *
 * <p>It is the CRC-32C of all bytes, taken with zeros in place of its own eight hexadecimal digits,
 * so a file that was cut off is noticed, and any change of up to 32 neighbouring bits. Every reader
 * of safetensors can read such a file; one that was not written here has no checksum and is
 * refused. Source: RFC 3720, appendix B.4.
 */
public final class CheckedSafetensors {
  /** The name of the checksum among the metadata. */
  static final String CHECKSUM = "crc32c";

  private static final String ZEROS = "00000000";

  /** With what every such file begins, after the eight bytes that say how long the header is. */
  private static final byte[] BEGINNING =
      ("{\"" + Safetensors.METADATA + "\":{\"" + CHECKSUM + "\":\"")
          .getBytes(StandardCharsets.UTF_8);

  private static final int DIGITS = Long.BYTES + BEGINNING.length;
  private static final int DIGITS_END = DIGITS + ZEROS.length();
  private static final long LARGEST_UPDATE = 1L << 30;

  private CheckedSafetensors() {}

  /**
   * Creates or replaces a file, at once as a whole.
   *
   * @throws IllegalArgumentException when the metadata hold a checksum already
   */
  public static void write(Path path, Safetensors content) throws IOException {
    if (content.metadata().containsKey(CHECKSUM)) {
      throw new IllegalArgumentException(
          "safetensors: the name " + CHECKSUM + " is kept for the checksum; choose another name");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(CHECKSUM, ZEROS);
    metadata.putAll(content.metadata());
    SafetensorsWriter file = SafetensorsWriter.of(new Safetensors(content.tensors(), metadata));
    CRC32C sum = new CRC32C();
    update(sum, MemorySegment.ofArray(file.header()));
    file.data().forEach(elements -> update(sum, elements));
    byte[] digits = digits(sum).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(digits, 0, file.header(), DIGITS, digits.length);
    file.write(path);
  }

  /**
   * The content of a file, in memory of its own, without the checksum.
   *
   * @throws IOException naming the file, when it is not as it was written
   */
  public static Safetensors read(Path path) throws IOException {
    Safetensors stored =
        MappedFile.read(
            path,
            bytes -> {
              requireWhole(path, bytes);
              return SafetensorsReader.read(path.toString(), bytes);
            });
    Map<String, String> metadata = new LinkedHashMap<>(stored.metadata());
    metadata.remove(CHECKSUM);
    return new Safetensors(stored.tensors(), metadata);
  }

  private static void requireWhole(Path path, MemorySegment bytes) throws IOException {
    long size = bytes.byteSize();
    MemorySegment beginning = MemorySegment.ofArray(BEGINNING);
    if (size < DIGITS_END || bytes.asSlice(Long.BYTES, BEGINNING.length).mismatch(beginning) >= 0) {
      throw new IOException(path + ": is damaged: it does not begin with a checksum");
    }
    CRC32C sum = new CRC32C();
    update(sum, bytes.asSlice(0, DIGITS));
    update(sum, MemorySegment.ofArray(ZEROS.getBytes(StandardCharsets.UTF_8)));
    update(sum, bytes.asSlice(DIGITS_END));
    byte[] digits = bytes.asSlice(DIGITS, ZEROS.length()).toArray(ValueLayout.JAVA_BYTE);
    String stated = new String(digits, StandardCharsets.UTF_8);
    if (!stated.equals(digits(sum))) {
      throw new IOException(
          path
              + ": is damaged: its checksum is "
              + stated
              + ", that of its "
              + size
              + " bytes "
              + digits(sum));
    }
  }

  private static void update(CRC32C sum, MemorySegment memory) {
    // Byte buffers hold less than 2 GiB.
    for (long start = 0; start < memory.byteSize(); start += LARGEST_UPDATE) {
      long size = Math.min(LARGEST_UPDATE, memory.byteSize() - start);
      sum.update(memory.asSlice(start, size).asByteBuffer());
    }
  }

  private static String digits(CRC32C sum) {
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }
}
