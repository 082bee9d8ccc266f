package dev.ranvier.tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes files so that, whenever the process is killed or the power fails, a reader finds either
 * the whole old file or the whole new one: the content goes to a temporary file in the same folder,
 * is forced to the disk, and then takes the target's name.
 */
public final class AtomicFile {
  /** What a file is to contain. */
  @FunctionalInterface
  public interface Content {
    /** Writes it to an empty file. */
    void write(FileChannel channel) throws IOException;
  }

  /** Byte buffers hold less than 2 GiB. */
  private static final long LARGEST_WRITE = 1L << 30;

  private static final AtomicLong COUNTER = new AtomicLong();

  private AtomicFile() {}

  /**
   * Creates or replaces a file. Its folder must exist; where writing fails nothing is left over.
   */
  public static void write(Path target, Content content) throws IOException {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(target.toString(), null, "its folder does not exist");
    }
    Path temporary = folder.resolve(temporaryName(absolute));
    try {
      // Not Files.createTempFile: only the owner could read what that makes.
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.write(channel);
        channel.force(true);
      }
      Files.move(
          temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      force(folder);
    } catch (IOException e) {
      throw explained(target, e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Says of a full disk what there is to do; other failures are as they were. */
  public static IOException explained(Path file, IOException failure) {
    String message = String.valueOf(failure.getMessage());
    boolean full = message.contains("No space left") || message.contains("not enough space");
    return full || message.contains("quota exceeded")
        ? new FileSystemException(
            file.toString(),
            null,
            (full ? "the disk is full" : "the disk quota is used up")
                + "; free some space: what was there before is whole")
        : failure;
  }

  /** Creates or replaces a text file in UTF-8. */
  public static void write(Path target, String text) throws IOException {
    write(target, channel -> append(channel, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Appends all the given bytes to a file. */
  public static void append(FileChannel channel, byte[] bytes) throws IOException {
    append(channel, MemorySegment.ofArray(bytes));
  }

  /** Appends all of the given memory to a file. */
  public static void append(FileChannel channel, MemorySegment memory) throws IOException {
    for (long start = 0; start < memory.byteSize(); start += LARGEST_WRITE) {
      long size = Math.min(LARGEST_WRITE, memory.byteSize() - start);
      ByteBuffer buffer = memory.asSlice(start, size).asByteBuffer();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  private static String temporaryName(Path target) {
    return "."
        + target.getFileName()
        + "."
        + ProcessHandle.current().pid()
        + "-"
        + COUNTER.incrementAndGet()
        + ".tmp";
  }

  /** Makes the new name last too. Windows cannot open folders and does not need it. */
  private static void force(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
