package dev.ranvier.data.source;

import dev.ranvier.data.DataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads one file in the IDX format, plain or compressed by gzip.
 *
 * <p>Layout, big-endian: two zero bytes, a type code (8: unsigned byte), the number of dimensions;
 * then the size of each dimension as four bytes; then the values, the last dimension innermost.
 */
final class IdxReader {
  static final int IMAGES = 0x0803;
  static final int LABELS = 0x0801;

  /** No gzip file grows by more: 258 bytes stand for at least two bits. */
  private static final long LARGEST_EXPANSION = 1032;

  private static final int HEADER = 4;
  private static final int BUFFER = 1 << 16;
  private static final int FIRST_MEMORY = 1 << 24;

  /** How far the bytes are counted that should not be there: an archive may hold any number. */
  private static final long LONGEST_COUNT = 1 << 24;

  /**
   * What a file holds.
   *
   * @param sizes the size of each dimension
   * @param bytes the values
   */
  record Content(int[] sizes, byte[] bytes) {}

  private final Path path;
  private final InputStream stream;
  private final int magic;

  private IdxReader(Path path, InputStream stream, int magic) {
    this.path = path;
    this.stream = stream;
    this.magic = magic;
  }

  /** The content of a file that must be of the kind {@link #IMAGES} or {@link #LABELS}. */
  static Content read(Path path, int magic) {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path), BUFFER)) {
      long size = Files.size(path);
      boolean packed = isGzip(file);
      InputStream stream = packed ? new GZIPInputStream(file, BUFFER) : file;
      return new IdxReader(path, stream, magic)
          .content(packed ? size * LARGEST_EXPANSION : size, packed);
    } catch (EOFException e) {
      throw new DataException("idx '" + path + "': truncated gzip header; fetch the file again", e);
    } catch (ZipException e) {
      throw new DataException(
          "idx '" + path + "': damaged gzip (" + e.getMessage() + "); fetch the file again", e);
    } catch (IOException e) {
      throw new DataException("idx '" + path + "': cannot be read (" + e + ")", e);
    }
  }

  /** Goes by the content: archives are found without the ending, and unpacked files with it. */
  private static boolean isGzip(InputStream file) throws IOException {
    file.mark(2);
    int first = file.read();
    int second = file.read();
    file.reset();
    return first == 0x1f && second == 0x8b;
  }

  private Content content(long most, boolean packed) throws IOException {
    requireMagic();
    int[] sizes = sizes();
    double values = 1;
    for (int size : sizes) {
      values *= size;
    }
    if (values > most) {
      // A damaged header: count what is there before memory is asked for what is not.
      throw truncated(
          "data", (long) values, packed ? remaining() : most - HEADER - 4 * sizes.length);
    }
    if (values > Integer.MAX_VALUE - 8) {
      throw new DataException(
          String.format(
              "idx '%s': %.0f bytes of data are more than one array holds", path, values));
    }
    byte[] bytes = data((int) values);
    long excess = remaining();
    if (excess > 0) {
      throw new DataException(
          "idx '"
              + path
              + "': "
              + count(excess)
              + " bytes follow the "
              + describe(sizes)
              + " that its header announces, expected none; fetch the file again");
    }
    return new Content(sizes, bytes);
  }

  private static String count(long bytes) {
    return (bytes > LONGEST_COUNT ? "more than " : "") + Math.min(bytes, LONGEST_COUNT);
  }

  /** Memory grows with what there is: a small archive may announce much. */
  private byte[] data(int announced) throws IOException {
    byte[] bytes = new byte[Math.min(announced, FIRST_MEMORY)];
    int count = fill(bytes, 0);
    while (count == bytes.length && count < announced) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(announced, 2L * bytes.length));
      count = fill(bytes, count);
    }
    if (count < announced) {
      throw truncated("data", announced, count);
    }
    return bytes;
  }

  private void requireMagic() throws IOException {
    byte[] start = new byte[4];
    int count = fill(start);
    if (count < 4) {
      throw truncated("header", 4L + 4 * dimensions(), count);
    }
    int found = ByteBuffer.wrap(start).getInt();
    if (found != magic) {
      throw new DataException(
          String.format(
              "idx '%s': magic number 0x%08x is that of %s, expected 0x%08x (%s);"
                  + " were the files mixed up?",
              path, found, kind(found, start), magic, kind(magic, start)));
    }
  }

  private int[] sizes() throws IOException {
    byte[] header = new byte[4 * dimensions()];
    int count = fill(header);
    if (count < header.length) {
      throw truncated("header", 4 + header.length, 4 + count);
    }
    int[] sizes = new int[dimensions()];
    ByteBuffer.wrap(header).asIntBuffer().get(sizes);
    if (Arrays.stream(sizes).anyMatch(size -> size < 1)) {
      throw new DataException(
          "idx '"
              + path
              + "': header announces "
              + describe(sizes)
              + ", expected at least one of at least one pixel; fetch the file again");
    }
    return sizes;
  }

  private int dimensions() {
    return magic & 0xFF;
  }

  private String describe(int[] sizes) {
    return magic == LABELS
        ? sizes[0] + " labels"
        : sizes[0] + " images of " + sizes[1] + " x " + sizes[2] + " pixels";
  }

  /** Reads until the array is full or the file ends, and says how far it came. */
  private int fill(byte[] bytes) throws IOException {
    return fill(bytes, 0);
  }

  /** The same, from a place on. */
  private int fill(byte[] bytes, int from) throws IOException {
    int count = from;
    try {
      while (count < bytes.length) {
        int read = stream.read(bytes, count, bytes.length - count);
        if (read < 0) {
          break;
        }
        count += read;
      }
    } catch (EOFException e) {
      return count; // an archive cut short: the caller says by how much
    }
    return count;
  }

  /** The number of bytes not read yet. */
  private long remaining() throws IOException {
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    int count;
    do {
      count = fill(buffer);
      total += count;
    } while (count == buffer.length && total <= LONGEST_COUNT);
    return total;
  }

  private DataException truncated(String what, long expected, long got) {
    return new DataException(
        "idx '"
            + path
            + "': truncated, expected "
            + expected
            + " bytes of "
            + what
            + ", got "
            + got
            + "; fetch the file again");
  }

  private static String kind(int magic, byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    int dimensions = magic & 0xFF;
    return switch (magic) {
      case IMAGES -> "an IDX image file";
      case LABELS -> "an IDX label file";
      default -> {
        if (text.startsWith("<")) {
          yield "a web page";
        } else if (magic >>> 16 == 0 && magic >>> 8 >= 8 && magic >>> 8 <= 14) {
          yield "an IDX file of type 0x"
              + HexFormat.of().toHexDigits((byte) (magic >>> 8))
              + " with "
              + dimensions
              + " dimensions";
        }
        yield "no IDX file";
      }
    };
  }
}
