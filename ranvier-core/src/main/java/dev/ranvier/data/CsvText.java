package dev.ranvier.data;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Opens table files as text: unpacked, decoded, without a byte order mark. */
final class CsvText {
  /** How much of the text can be looked at before it is read. */
  static final int HEAD = 1 << 16;

  private static final int BUFFER = 1 << 16;

  private CsvText() {}

  /**
   * The text of a file. Reading it fails with a {@link java.nio.charset.CharacterCodingException}
   * where it is not in the encoding.
   *
   * @throws DataException when there is no such file, or it is none of text
   */
  static BufferedReader open(Path file, Charset charset) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          "table: there is no file '" + file + "'; name its folder and the file in it");
    }
    InputStream stored = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      if (startsWith(stored, 'P', 'K', 3, 4)) {
        throw new DataException(
            "table: '"
                + file
                + "' is a ZIP archive or a spreadsheet, expected text; unpack it, or save it as CSV");
      }
      boolean packed = startsWith(stored, 0x1F, 0x8B);
      InputStream plain =
          packed ? new BufferedInputStream(new GZIPInputStream(stored, BUFFER), BUFFER) : stored;
      Reader text =
          new InputStreamReader(
              plain,
              marked(plain, charset)
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPORT)
                  .onUnmappableCharacter(CodingErrorAction.REPORT));
      return new BufferedReader(
          packed ? new BoundedReader(text, file, Files.size(file)) : text, HEAD);
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  /** The encoding that a byte order mark tells, which is skipped; or else the given one. */
  private static Charset marked(InputStream plain, Charset otherwise) throws IOException {
    if (startsWith(plain, 0xEF, 0xBB, 0xBF)) {
      plain.skipNBytes(3);
      return StandardCharsets.UTF_8;
    }
    for (Charset wide : new Charset[] {StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE}) {
      byte[] mark = "\uFEFF".getBytes(wide);
      if (startsWith(plain, mark[0] & 0xFF, mark[1] & 0xFF)) {
        plain.skipNBytes(2);
        return wide;
      }
    }
    return otherwise;
  }

  private static boolean startsWith(InputStream stream, int... bytes) throws IOException {
    stream.mark(bytes.length);
    byte[] start = stream.readNBytes(bytes.length);
    stream.reset();
    int[] found = new int[start.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = start[i] & 0xFF;
    }
    return Arrays.equals(found, bytes);
  }
}
