package dev.ranvier.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads whole files through memory mapping, so that their bytes are copied once. */
final class MappedFile {
  /** Makes something of a file's bytes, which are gone afterwards. */
  @FunctionalInterface
  interface Reader<T> {
    /** Reads the bytes. */
    T read(MemorySegment bytes) throws IOException;
  }

  private MappedFile() {}

  static <T> T read(Path path, Reader<T> reader) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a folder, expected a file");
    }
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return reader.read(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(path.toString(), null, "there is no such file");
    }
  }
}
