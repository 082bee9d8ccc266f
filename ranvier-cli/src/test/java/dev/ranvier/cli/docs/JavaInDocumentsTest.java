package dev.ranvier.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every piece of Java on the pages is compiled with {@code import module dev.ranvier.core} alone,
 * and runs. What a piece takes as given, a model or some examples, is in {@link Given}.
 */
final class JavaInDocumentsTest {
  private static final long SECONDS = 240;

  @TempDir private Path folder;

  @Test
  void allPiecesCompileAndRun() throws IOException, InterruptedException {
    List<Documents.Code> pieces = Documents.blocks("java");
    assertThat(pieces).hasSizeGreaterThan(12);
    List<Path> sources = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      Path source = folder.resolve("Piece" + i + ".java");
      sources.add(Files.writeString(source, program(i, pieces.get(i))));
    }
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(sources, classes);
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector,dev.ranvier.core",
                "--enable-native-access=ALL-UNNAMED,dev.ranvier.core",
                "-Dranvier.progress=off",
                "--module-path",
                core(),
                "-cp",
                classes + File.pathSeparator + path(),
                Given.class.getName(),
                String.valueOf(pieces.size()))
            .directory(Files.createDirectory(folder.resolve("work")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(log);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).contains("ran " + pieces.size() + " pieces");
  }

  /** A whole class is a piece as it stands, but for its package and name; others are a body. */
  private static String program(int number, Documents.Code piece) {
    if (piece.text().startsWith("package ")) {
      return piece
          .text()
          .replaceFirst("package \\w+;", "")
          .replaceFirst("class \\w+ ", "class Piece" + number + " ");
    }
    return "import module java.base;\nimport module dev.ranvier.core;\n// "
        + piece
        + "\n@SuppressWarnings(\"unused\")\npublic final class Piece"
        + number
        + " extends dev.ranvier.cli.docs.Given {\n  @Override public void run() throws Exception {\n"
        // Fewer digits: it is shown that it runs, not what it reaches.
        + piece.text().replace("Digits.train(1)", "Digits.train(1, 2000)")
        + "  }\n}\n";
  }

  private static void compile(List<Path> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "--release",
              "25",
              "-proc:none",
              "--module-path",
              core(),
              "--add-modules",
              "dev.ranvier.core",
              "-cp",
              path(),
              "-d",
              classes.toString());
      boolean compiled =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(said.toString()).isTrue();
    }
  }

  /** The core and the libraries that it requires, as modules. */
  private static String core() {
    return entries().stream()
        .filter(entry -> entry.contains("ranvier-core") || isLibraryOfCore(entry))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isLibraryOfCore(String entry) {
    return entry.matches(".*/(slf4j-api|jackson-core|fastcsv|imageio-|common-|dnnl)[^/]*\\.jar");
  }

  /** The tests' own classes and the rest. */
  private static String path() {
    return entries().stream()
        .filter(entry -> !entry.contains("ranvier-core") && !isLibraryOfCore(entry))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<String> entries() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
        .map(entry -> Path.of(entry).toAbsolutePath().normalize().toString())
        .toList();
  }
}
