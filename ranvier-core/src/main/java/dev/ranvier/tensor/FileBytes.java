package dev.ranvier.tensor;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Reads a file from its beginning to its end, every byte once, and takes the CRC-32C of what it
 * gave.
 *
 * <p>It never maps the file into memory: touching a mapped page that another process has just cut
 * off kills the JVM. Here such a file is an {@link IOException} that names it, and what the
 * checksum was taken of is what is used.
 */
final class FileBytes implements AutoCloseable {
  /** Makes something of a file's bytes, which are gone afterwards. */
  @FunctionalInterface
  interface Reader<T> {
    /** Reads the bytes. */
    T read(MemorySegment bytes) throws IOException;
  }

  /** So much stays in the processor's cache from reading until the checksum. */
  private static final int CHUNK = 1 << 18;

  private final Path path;
  private final FileChannel channel;
  private final long size;
  private final CRC32C sum = new CRC32C();
  private long position;

  private FileBytes(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.size = channel.size();
  }

  static FileBytes open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a folder, expected a file");
    }
    try {
      return new FileBytes(path, FileChannel.open(path, StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(path.toString(), null, "there is no such file");
    }
  }

  /** Reads a whole file at once, into memory that is given back afterwards. */
  static <T> T read(Path path, Reader<T> reader) throws IOException {
    try (FileBytes file = open(path);
        Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(Math.max(1, file.size)).asSlice(0, file.size);
      file.fill(bytes);
      return reader.read(bytes);
    }
  }

  /** How long the file was when it was opened. */
  long size() {
    return size;
  }

  /** How many bytes are still to be read. */
  long remaining() {
    return size - position;
  }

  /**
   * Fills memory with the next bytes.
   *
   * @throws EOFException when the file has become shorter since it was opened
   */
  void fill(MemorySegment memory) throws IOException {
    for (long start = 0; start < memory.byteSize(); start += CHUNK) {
      long length = Math.min(CHUNK, memory.byteSize() - start);
      ByteBuffer buffer = memory.asSlice(start, length).asByteBuffer();
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw new EOFException(
              String.format(
                  "%s: was cut off while it was read; it had %d bytes, now it ends after %d",
                  path, size, position + buffer.position()));
        }
      }
      sum.update(buffer.flip());
      position += length;
    }
  }

  /** The next bytes as an array. */
  byte[] next(int count) throws IOException {
    byte[] bytes = new byte[count];
    fill(MemorySegment.ofArray(bytes));
    return bytes;
  }

  /** Reads what is left, for the checksum alone. */
  void skipRest() throws IOException {
    MemorySegment chunk = MemorySegment.ofArray(new byte[CHUNK]);
    while (remaining() > 0) {
      fill(chunk.asSlice(0, Math.min(CHUNK, remaining())));
    }
  }

  /** The CRC-32C of what was read, into which a reader may count other bytes in their place. */
  CRC32C sum() {
    return sum;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
