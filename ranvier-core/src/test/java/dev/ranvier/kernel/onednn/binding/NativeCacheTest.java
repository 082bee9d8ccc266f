package dev.ranvier.kernel.onednn.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.exec.PrivateFolder;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {

  private static final String CONTENT = "stands for a library";

  @TempDir private Path folder;

  @Test
  void unpacksOnceUnderTheSizeAndChecksumOfTheArchiveEntry() throws Exception {
    URL library = archive("one.jar", CONTENT);
    Path first = new NativeCache(folder).unpack("test", List.of(library));
    Path file = first.resolve("libtest.so");
    assertThat(first.getParent()).isEqualTo(folder.resolve("native"));
    assertThat(first.getFileName().toString()).matches("test-20-[0-9a-f]+");
    assertThat(file).hasContent(CONTENT);

    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, old);
    assertThat(new NativeCache(folder).unpack("test", List.of(library))).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(file)).as("not written again").isEqualTo(old);
  }

  @Test
  void replacesAFileThatWasCutOff() throws Exception {
    URL library = archive("one.jar", CONTENT);
    Path file = new NativeCache(folder).unpack("test", List.of(library)).resolve("libtest.so");
    Files.writeString(file, "cut");
    new NativeCache(folder).unpack("test", List.of(library));
    assertThat(file).hasContent(CONTENT);
  }

  @Test
  void replacesAFileThatIsNotTheContentOfTheArchive() throws Exception {
    URL library = archive("one.jar", CONTENT);
    Path file = new NativeCache(folder).unpack("test", List.of(library)).resolve("libtest.so");
    Files.writeString(file, CONTENT.replace("a", "b")); // as long as before
    new NativeCache(folder).unpack("test", List.of(library));
    assertThat(file).hasContent(CONTENT);

    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), CONTENT);
    Files.delete(file);
    Files.createSymbolicLink(file, elsewhere);
    new NativeCache(folder).unpack("test", List.of(library));
    assertThat(file).isRegularFile().hasContent(CONTENT);
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "modes are POSIX's")
  void foldersThatOthersCanWriteToAreRefused() throws Exception {
    URL library = archive("one.jar", CONTENT);
    Path cache = folder.resolve("cache");
    Path target = new NativeCache(cache).unpack("test", List.of(library));
    for (Path open : List.of(cache, target.getParent(), target)) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
      assertThatThrownBy(() -> new NativeCache(cache).unpack("test", List.of(library)))
          .isInstanceOf(NativeUnavailableException.class)
          .hasMessage(
              "oneDNN: cannot unpack libtest.so to '"
                  + target
                  + "' ('"
                  + open
                  + "' can be written by others, its mode is rwxrwx---; run: chmod go-w '"
                  + open
                  + "'); make the folder writable, choose another with -Dranvier.cache=FOLDER, or"
                  + " set RANVIER_NATIVE=off to do without");
      Path instead = new NativeCache(cache, true).unpack("test", List.of(library));
      assertThat(instead).startsWith(PrivateFolder.temporary());
      assertThat(instead.resolve("libtest.so")).hasContent(CONTENT);
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void anotherVersionGetsAnotherFolder() throws Exception {
    NativeCache cache = new NativeCache(folder);
    Path one = cache.unpack("test", List.of(archive("one.jar", CONTENT)));
    Path other = cache.unpack("test", List.of(archive("two.jar", CONTENT.toUpperCase())));
    assertThat(other).isNotEqualTo(one);
    assertThat(one.resolve("libtest.so")).hasContent(CONTENT);
  }

  @Test
  void severalMayUnpackAtOnceAndLeaveNothingElseBehind() throws Exception {
    URL library = archive("one.jar", CONTENT.repeat(100_000));
    Callable<Path> unpack = () -> new NativeCache(folder).unpack("test", List.of(library));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Path> done : threads.invokeAll(List.of(unpack, unpack, unpack, unpack))) {
        assertThat(done.get().resolve("libtest.so")).hasSize(CONTENT.length() * 100_000L);
      }
    }
    try (Stream<Path> left = Files.list(unpack.call())) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("libtest.so");
    }
  }

  @Test
  void librariesThatAreNoArchiveEntriesAreCopiedToo() throws Exception {
    Path source = Files.writeString(folder.resolve("libtest.so"), CONTENT);
    Path target = new NativeCache(folder).unpack("test", List.of(source.toUri().toURL()));
    assertThat(target.resolve("libtest.so")).hasContent(CONTENT);
  }

  private URL archive(String name, String content) throws Exception {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("native/libtest.so"));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return URI.create("jar:" + file.toUri() + "!/native/libtest.so").toURL();
  }
}
