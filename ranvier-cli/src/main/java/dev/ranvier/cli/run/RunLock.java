package dev.ranvier.cli.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a run's folder for one process: a locked file in it that holds the process's number.
 *
 * <p>The operating system gives the lock back when the process ends, however it ends, so a file
 * that a killed process left over locks nothing.
 */
final class RunLock {
  /** The name of the file; it moves with its folder. */
  static final String FILE = ".lock";

  private static final int LONGEST_NUMBER = 20;

  /**
   * The files that this process has locked. It must not open them again: where locks are POSIX's,
   * closing a file gives back every lock that the process has on it.
   */
  private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

  private final FileChannel channel;
  private final Optional<Object> key;

  private RunLock(FileChannel channel, Optional<Object> key) {
    this.channel = channel;
    this.key = key;
  }

  /**
   * Takes the lock of a folder; empty where another has it.
   *
   * @throws IOException when the file cannot be written
   */
  static Optional<RunLock> take(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    while (true) {
      FileChannel channel = null;
      try {
        if (!Files.exists(file)) {
          Files.createFile(file);
        }
        Optional<Object> key = key(file);
        if (key.filter(HELD::contains).isPresent()) {
          return Optional.empty();
        }
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!locks(channel)) {
          channel.close();
          return Optional.empty();
        }
        if (key(file).equals(key)) {
          byte[] number = Long.toString(ProcessHandle.current().pid()).getBytes(ISO_8859_1);
          channel.truncate(0).write(ByteBuffer.wrap(number), 0);
          key.ifPresent(HELD::add);
          return Optional.of(new RunLock(channel, key));
        }
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        if (!Files.isDirectory(folder)) {
          throw e;
        }
      }
      if (channel != null) {
        channel.close(); // its last holder removed the file just before: once more
      }
    }
  }

  /** The process that has locked a folder; 0 where its number cannot be read. */
  static Optional<Long> holderOf(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      if (key(file).filter(HELD::contains).isPresent()) {
        return Optional.of(ProcessHandle.current().pid());
      }
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        return locks(channel) ? Optional.empty() : Optional.of(number(channel));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** What tells files apart whatever they are called; Windows has nothing of the kind. */
  private static Optional<Object> key(Path file) throws IOException {
    return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  /** Locks a file, if nobody else has. */
  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null; // the number stays readable
    } catch (OverlappingFileLockException e) {
      return false; // this process has it
    }
  }

  private static long number(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_NUMBER);
    channel.read(bytes, 0);
    String number = new String(bytes.array(), 0, bytes.position(), ISO_8859_1);
    return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : 0;
  }

  /** Gives the lock back and removes its file from the folder, where that is still there. */
  void release(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    try (channel) {
      if (Files.exists(file) && key(file).equals(key)) {
        Files.delete(file);
      }
    } finally {
      key.ifPresent(HELD::remove);
    }
  }
}
