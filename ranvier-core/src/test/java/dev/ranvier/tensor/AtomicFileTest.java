package dev.ranvier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void createsAndReplaces() throws IOException {
    Path file = folder.resolve("notes.txt");
    AtomicFile.write(file, "first, and longer");
    AtomicFile.write(file, "é");
    assertThat(file).hasContent("é");
    assertThat(entries()).containsExactly("notes.txt");
  }

  @Test
  void aFailureLeavesTheOldFileAlone() throws IOException {
    Path file = folder.resolve("notes.txt");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      AtomicFile.append(channel, new byte[] {1, 2});
                      throw new IOException("the disk is full");
                    }))
        .hasMessage("the disk is full");
    assertThat(file).hasContent("old");
    assertThat(entries()).containsExactly("notes.txt");
  }

  @Test
  void nobodySeesAHalfWrittenFile() throws IOException {
    Path file = folder.resolve("notes.txt");
    AtomicFile.write(
        file,
        channel -> {
          AtomicFile.append(channel, new byte[] {1, 2});
          assertThat(file).doesNotExist();
        });
    assertThat(file).hasBinaryContent(new byte[] {1, 2});
  }

  @Test
  void writesNativeMemory() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom("abc");
      AtomicFile.write(folder.resolve("text"), channel -> AtomicFile.append(channel, memory));
    }
    assertThat(folder.resolve("text")).hasBinaryContent(new byte[] {'a', 'b', 'c', 0});
  }

  @Test
  void namesTheFileWhoseFolderIsMissing() {
    Path file = folder.resolve("missing").resolve("notes.txt");
    assertThatThrownBy(() -> AtomicFile.write(file, "text"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file + ": its folder does not exist");
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void aFullDiskIsSaidSo() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": the disk is full; free some space: what was there before is whole");
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("file");
  }
}
