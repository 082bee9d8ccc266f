package dev.ranvier.tensor;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
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
  /** The name of the checksum among the metadata that {@link Safetensors#read} gives. */
  public static final String CHECKSUM = "crc32c";

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
    Safetensors stored = read(path, true);
    Map<String, String> metadata = new LinkedHashMap<>(stored.metadata());
    metadata.remove(CHECKSUM);
    return new Safetensors(stored.tensors(), metadata);
  }

  /** The content of a file, with the checksum where it has one, which must then be right. */
  static Safetensors read(Path path, boolean required) throws IOException {
    try (FileBytes file = FileBytes.open(path)) {
      byte[] beginning = SafetensorsReader.beginning(file);
      if (!isChecked(beginning)) {
        if (required) {
          throw new IOException(path + ": is damaged: it does not begin with a checksum");
        }
        return SafetensorsReader.read(path.toString(), beginning, file);
      }
      String stated = digits(beginning);
      byte[] counted = beginning.clone();
      System.arraycopy(ZEROS.getBytes(StandardCharsets.UTF_8), 0, counted, DIGITS, ZEROS.length());
      file.sum().reset();
      file.sum().update(counted);
      Safetensors content;
      try {
        content = SafetensorsReader.read(path.toString(), beginning, file);
      } catch (EOFException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        requireWhole(path, stated, file); // damage explains whatever is wrong with it
        throw e;
      }
      requireWhole(path, stated, file);
      return content;
    }
  }

  private static boolean isChecked(byte[] beginning) {
    return beginning.length >= DIGITS_END
        && Arrays.equals(beginning, Long.BYTES, DIGITS, BEGINNING, 0, BEGINNING.length);
  }

  private static String digits(byte[] beginning) {
    return new String(beginning, DIGITS, ZEROS.length(), StandardCharsets.UTF_8);
  }

  private static void requireWhole(Path path, String stated, FileBytes file) throws IOException {
    file.skipRest();
    String actual = digits(file.sum());
    if (!stated.equals(actual)) {
      throw new IOException(
          path
              + ": is damaged: its checksum is "
              + FileText.shown(stated)
              + ", that of its "
              + file.size()
              + " bytes "
              + actual);
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
