package dev.ranvier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Javadoc builds without an error or a warning. */
final class JavadocTest {
  private static final Path SOURCES = Path.of("src", "main", "java");

  /** Said of every use of the Vector API. */
  private static final String INCUBATING = "using incubating module(s)";

  @TempDir private Path folder;

  @Test
  void buildsWithoutAWarning() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-quiet",
                "-Xdoclint:all,-missing",
                "-Xmaxwarns",
                "1000",
                "-d",
                folder.toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--module-path",
                libraries()));
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    assertThat(arguments).hasSizeGreaterThan(500);
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    ToolProvider javadoc = ToolProvider.findFirst("javadoc").orElseThrow();
    int code = javadoc.run(out, out, arguments.toArray(String[]::new));
    List<String> problems =
        said.toString()
            .lines()
            .filter(line -> line.contains("warning:") || line.contains("error:"))
            .filter(line -> !line.contains(INCUBATING))
            .toList();
    assertThat(problems).isEmpty();
    assertThat(code).isZero();
  }

  private static String libraries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(entry -> !entry.contains("junit") && !entry.contains("jqwik"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
