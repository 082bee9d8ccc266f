package dev.ranvier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} says what is true. */
final class ArchitectureDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "architecture.md");
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "ranvier");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z.]+)` \\| [^|]* \\| ([^|]*) \\|$");
  private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");
  private static final Pattern FILE =
      Pattern.compile("`((?:[a-z0-9]+/)+[A-Z][A-Za-z0-9]*)(?:\\.[a-z]\\w*)?`");

  @Test
  void theTableOfPackagesIsTheOneThatIsEnforced() throws IOException {
    Map<String, Set<String>> documented = new TreeMap<>();
    ROW.matcher(Files.readString(DOCUMENT))
        .results()
        .forEach(row -> documented.put(row.group(1), imports(row.group(2))));
    Map<String, Set<String>> enforced = new TreeMap<>();
    PackageTable.rows()
        .forEach(
            (area, imports) ->
                enforced.put(
                    area.equals("kernel.*") ? "kernel.vector" : area, new TreeSet<>(imports)));
    assertThat(documented).isEqualTo(enforced);
  }

  private static Set<String> imports(String cell) {
    if (cell.equals("everything")) {
      return new TreeSet<>(Set.of("*"));
    }
    return NAME.matcher(cell)
        .results()
        .map((MatchResult name) -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyFileThatItNamesIsThere() throws IOException {
    assertThat(FILE.matcher(Files.readString(DOCUMENT)).results().map(file -> file.group(1)))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            file ->
                assertThat(
                        Files.exists(SOURCES.resolve(file + ".java"))
                            || Files.exists(
                                Path.of("src", "test", "java", "dev", "ranvier", file + ".java")))
                    .as(file)
                    .isTrue());
  }
}
