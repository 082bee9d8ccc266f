package dev.ranvier.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The written Java sources of all modules (generated ones lie elsewhere).
 *
 * @param project the folder that holds the modules
 */
record SourceTree(Path project) {

  static final int MOST_LINES = 500;
  static final int USUAL_LINES = 250;

  /** With fewer files than this, one long file would already be more than the allowed share. */
  private static final int ENOUGH_FILES = 20;

  /** Packages with code and no {@code package-info.java}, main code only. */
  List<String> packagesWithoutInfo() {
    return files("main")
        .filter(file -> !file.endsWith("module-info.java"))
        .map(Path::getParent)
        .distinct()
        .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
        .map(Path::toString)
        .toList();
  }

  /** What is wrong with the lengths of the files, one line each. */
  List<String> lengthProblems() {
    Map<Path, Integer> lengths = new TreeMap<>();
    Stream.concat(files("main"), files("test")).forEach(file -> lengths.put(file, lines(file)));
    Stream<String> tooLong =
        lengths.entrySet().stream()
            .filter(entry -> entry.getValue() > MOST_LINES)
            .map(
                entry ->
                    "%s has %d lines, at most %d are allowed; split it"
                        .formatted(entry.getKey(), entry.getValue(), MOST_LINES));
    List<Path> unusual =
        lengths.keySet().stream().filter(file -> lengths.get(file) > USUAL_LINES).toList();
    boolean tooMany = lengths.size() >= ENOUGH_FILES && unusual.size() * 10 > lengths.size();
    Stream<String> tooOften =
        tooMany
            ? Stream.of(
                "%d of %d files have over %d lines, at most a tenth may; split some of %s"
                    .formatted(unusual.size(), lengths.size(), USUAL_LINES, unusual))
            : Stream.empty();
    return Stream.concat(tooLong, tooOften).toList();
  }

  private Stream<Path> files(String set) {
    return children(project)
        .map(module -> module.resolve("src").resolve(set).resolve("java"))
        .filter(Files::isDirectory)
        .flatMap(SourceTree::javaFiles);
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
