package dev.ranvier.tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes single arrays in NumPy's .npy format.
 *
 * <p>Read: versions 1 to 3, in both byte orders, row-major and column-major (Fortran), of no
 * elements too; {@code f8 f4 f2 i8 i4 i2 i1 u8 u4 u2 u1 b1}, of which half precision becomes f32,
 * and integers that tensors do not know, truth values among them, become i32 where all values fit.
 * Written: version 1, every type but bf16, which the format does not know. Errors are {@link
 * IOException}s that begin with the file. Source: the specification in NumPy's {@code
 * numpy.lib.format}.
 */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d\\s,]*)\\)");

  private NpyFile() {}

  /** The array in a file. */
  public static Tensor read(Path path) throws IOException {
    return FileBytes.read(path, bytes -> parse(path.toString(), bytes));
  }

  /** Creates or replaces a file, at once as a whole. */
  public static void write(Path path, Tensor tensor) throws IOException {
    String type =
        StoredType.of(tensor.dtype())
            .npy()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        path + ": .npy files cannot hold " + tensor.type() + "; cast it to f32"));
    byte[] header = header(type, tensor.shape());
    AtomicFile.write(
        path,
        channel -> {
          AtomicFile.append(channel, header);
          AtomicFile.append(channel, tensor.memory());
        });
  }

  private static byte[] header(String type, Shape shape) {
    String sizes = shape.toString().replaceAll("[\\[\\]]", "").replace(",", ", ");
    String tuple = "(" + sizes + (shape.rank() == 1 ? ",)" : ")");
    String entries = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + tuple + ", }";
    // Magic, version and length take 10 bytes; the line ends where the aligned data begin.
    int padded =
        Math.ceilDiv(10 + entries.length() + 1, NativeMemory.ALIGNMENT) * NativeMemory.ALIGNMENT;
    byte[] header = new byte[padded];
    Arrays.fill(header, (byte) ' ');
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    header[6] = 1;
    header[7] = 0;
    MemorySegment.ofArray(header).set(SHORT, 8, (short) (padded - 10));
    byte[] text = entries.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, header, 10, text.length);
    header[padded - 1] = '\n';
    return header;
  }

  private static Tensor parse(String file, MemorySegment bytes) throws IOException {
    long size = bytes.byteSize();
    if (size < 10
        || !Arrays.equals(bytes.asSlice(0, MAGIC.length).toArray(ValueLayout.JAVA_BYTE), MAGIC)) {
      throw new IOException(file + ": is no .npy file; it should begin with \\x93NUMPY");
    }
    int version = bytes.get(ValueLayout.JAVA_BYTE, 6);
    if (version < 1 || version > 3) {
      throw new IOException(file + ": has .npy version " + version + ", expected 1, 2 or 3");
    }
    int start = version == 1 ? 10 : 12;
    if (size < start) {
      throw truncated(file, start, size);
    }
    long length =
        version == 1
            ? Short.toUnsignedLong(bytes.get(SHORT, 8))
            : Integer.toUnsignedLong(bytes.get(INT, 8));
    if (size < start + length) {
      throw truncated(file, start + length, size);
    }
    byte[] text = bytes.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE);
    return parse(file, new String(text, StandardCharsets.UTF_8), bytes.asSlice(start + length));
  }

  private static Tensor parse(String file, String header, MemorySegment data) throws IOException {
    String name = entry(file, header, "descr", TYPE);
    StoredType type =
        StoredType.ofNpy(name.replace('>', '<'))
            .orElseThrow(
                () ->
                    new IOException(
                        file
                            + ": holds elements of type '"
                            + FileText.shown(name)
                            + "', expected one of "
                            + StoredType.npyNames()
                            + "; convert it with astype in NumPy"));
    boolean columnMajor = entry(file, header, "fortran_order", ORDER).equals("True");
    NpyOrder order = new NpyOrder(name.startsWith(">"), columnMajor);
    Shape shape = StoredType.shape(file, sizes(file, entry(file, header, "shape", SHAPE)));
    long expected = type.bytes(file, shape);
    if (data.byteSize() < expected) {
      throw truncated(file, expected, data.byteSize());
    }
    if (data.byteSize() > expected) {
      throw new IOException(
          String.format(
              "%s: has %d bytes after the array of shape %s",
              file, data.byteSize() - expected, shape));
    }
    return type.read(file, shape, order.undone(data, shape, type.bytes()));
  }

  private static String entry(String file, String header, String key, Pattern pattern)
      throws IOException {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IOException(
          file
              + ": its header has no readable '"
              + key
              + "', got "
              + FileText.shown(header.strip()));
    }
    return matcher.group(1);
  }

  private static List<Long> sizes(String file, String tuple) throws IOException {
    List<Long> sizes = new ArrayList<>();
    try {
      for (String size : tuple.split(",")) {
        if (!size.isBlank()) {
          sizes.add(Long.parseLong(size.strip()));
        }
      }
    } catch (NumberFormatException e) {
      throw new IOException(file + ": has the unreadable shape (" + FileText.shown(tuple) + ")", e);
    }
    return sizes;
  }

  private static IOException truncated(String file, long expected, long actual) {
    return new IOException(
        file + ": is cut off; " + expected + " bytes are needed, " + actual + " are there");
  }
}
