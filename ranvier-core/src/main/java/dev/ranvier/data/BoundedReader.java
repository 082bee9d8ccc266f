package dev.ranvier.data;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;

/** The text of a compressed file, refused as it is read where it is far larger than the file. */
final class BoundedReader extends Reader {
  /** Tables become twenty times smaller at most; only files made to do harm a thousand times. */
  private static final int RATIO = 100;

  private static final long ALWAYS = 1 << 20;

  private final Reader text;
  private final Path file;
  private final long most;
  private long count;

  /** The text that a compressed file of some bytes holds. */
  BoundedReader(Reader text, Path file, long bytes) {
    this.text = text;
    this.file = file;
    this.most = ALWAYS + RATIO * bytes;
  }

  @Override
  public int read(char[] buffer, int from, int length) throws IOException {
    int read = text.read(buffer, from, length);
    count += Math.max(0, read);
    if (count > most) {
      throw new DataException(
          "table: '"
              + file
              + "' unpacks to more than "
              + RATIO
              + " times its size; if that is right, unpack it first");
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
