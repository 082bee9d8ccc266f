package dev.ranvier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceTreeTest {

  /** Tests run in the module's folder; the project is its parent. */
  private static final SourceTree PROJECT =
      new SourceTree(Path.of("").toAbsolutePath().getParent());

  @Test
  void everyPackageSaysItsJob() {
    assertThat(PROJECT.project().resolve("ranvier-core/src/main/java")).isDirectory();
    assertThat(PROJECT.packagesWithoutInfo()).isEmpty();
  }

  @Test
  void filesAreShort() {
    assertThat(PROJECT.lengthProblems()).isEmpty();
  }

  @Test
  void missingPackageInfoIsFound(@TempDir Path project) throws IOException {
    write(project, "some-module/src/main/java/a/One.java", 1);
    write(project, "some-module/src/main/java/b/Two.java", 1);
    write(project, "some-module/src/main/java/b/package-info.java", 1);
    assertThat(new SourceTree(project).packagesWithoutInfo())
        .singleElement()
        .asString()
        .endsWith("a");
  }

  @Test
  void longFileIsFound(@TempDir Path project) throws IOException {
    write(project, "some-module/src/main/java/a/Short.java", SourceTree.MOST_LINES);
    write(project, "some-module/src/main/java/a/Long.java", SourceTree.MOST_LINES + 1);
    assertThat(new SourceTree(project).lengthProblems())
        .singleElement()
        .asString()
        .endsWith("Long.java has 501 lines, at most 500 are allowed; split it");
  }

  @Test
  void tooManyLongishFilesAreFound(@TempDir Path project) throws IOException {
    for (int i = 0; i < 30; i++) {
      int lines = i < 3 ? SourceTree.USUAL_LINES + 1 : SourceTree.USUAL_LINES;
      write(project, "some-module/src/test/java/a/File%02d.java".formatted(i), lines);
    }
    assertThat(new SourceTree(project).lengthProblems()).isEmpty();

    write(project, "some-module/src/test/java/a/File03.java", SourceTree.USUAL_LINES + 1);
    assertThat(new SourceTree(project).lengthProblems())
        .singleElement()
        .asString()
        .startsWith("4 of 30 files have over 250 lines, at most a tenth may; split some of [");
  }

  private static void write(Path project, String name, int lines) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "//\n".repeat(lines));
  }
}
