package dev.ranvier.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words of our own that gave way to the field's terms do not come back, in names or comments. */
final class ArchitectureWordsTest {
  private static final Path MAIN = Path.of("src/main/java/dev/ranvier");

  private static final Pattern GONE =
      Pattern.compile("(?i)desks?|patch|patches|outlets?|lasting|greatest");

  /** A word, or a part of a name in camel case or capitals. */
  private static final Pattern WORD = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])");

  @Test
  void kernelsAndPlansSpeakTheFieldsLanguage() throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : List.of("kernel", "plan", "exec")) {
      try (Stream<Path> files = Files.walk(MAIN.resolve(folder))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          Matcher words = WORD.matcher(Files.readString(file));
          while (words.find()) {
            if (GONE.matcher(words.group()).matches()) {
              found.add(file.getFileName() + ": " + words.group());
            }
          }
        }
      }
    }
    assertEquals(List.of(), found, "gone words; docs/glossary.md has the field's terms");
  }
}
