package dev.ranvier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Words of our own that gave way to the field's terms do not come back: neither in text nor as
 * parts of names, so that {@code MAX_CELLS} and {@code byPlaces} count as well.
 */
final class ArchitectureWordsTest {
  private static final Path MAIN = Path.of("src", "main", "java", "dev", "ranvier");

  /** In names, comments and messages. */
  private static final Pattern GONE =
      Pattern.compile(
          "\\b(products?" // GEMM, matmul
              + "|cells?|places?" // output pixel, kernel tap, offset, index
              + "|patch|patches|desks?" // im2col rows, workspace
              + "|by filters|by images" // [channels, filters]
              + "|turned|brought" // transformed, transposed, packed
              + "|so many" // n
              + "|greatest" // max
              + "|outlets?" // output
              + "|waiting|keeping|lasting" // spilled, saved for backward, frozen
              + ")\\b");

  /** In names alone: epilogue or next; max and min. Text may say "after" and "at most". */
  private static final Pattern GONE_FROM_NAMES = Pattern.compile("\\b(after|most|fewest|least)\\b");

  /** Terms of the field that hold a gone word: overwriting an operand; Σ aᵢ·bᵢ. */
  private static final Pattern TERMS = Pattern.compile("\\b(in place|dot products?)\\b");

  /** A recurrent layer's cell (LSTM, GRU), and the operations of {@code op.Cost}. */
  private static final Map<String, Pattern> EXCEPTIONS =
      Map.of(
          "RecurrentKernel.java", Pattern.compile("\\bcell\\b"),
          "RecurrentGradientKernel.java", Pattern.compile("\\bcell\\b"),
          "PrecisionLowering.java", Pattern.compile("\\b(RecurrentCell|cell)\\b"),
          "Recomputation.java", Pattern.compile("\\.products\\(\\)"));

  private static final Pattern COMMENT_OR_STRING =
      Pattern.compile(
          "(?s)/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'");

  @Test
  void kernelsAndPlansSpeakTheFieldsLanguage() throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : List.of("kernel", "plan", "exec")) {
      try (Stream<Path> files = Files.walk(MAIN.resolve(folder))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          gone(file.getFileName().toString(), Files.readString(file))
              .forEach(word -> found.add(MAIN.relativize(file) + ": " + word));
        }
      }
    }
    assertThat(found).as("gone words; docs/glossary.md has the field's terms").isEmpty();
  }

  @Test
  void goneWordsAreFoundInNamesAndTextOnly() {
    assertThat(gone("A.java", "int maxCells; // so\n // many, at most MATRIX_PRODUCTS"))
        .containsExactly("cells", "so many", "products");
    assertThat(gone("A.java", "Cut afterRows(int mostRows) { say(\"after\"); } // at least"))
        .containsExactly("after", "most");
    assertThat(gone("A.java", "/** Overwritten in place. */ writeInPlace(dotProduct, replaced);"))
        .isEmpty();
  }

  private static List<String> gone(String name, String source) {
    Pattern exception = EXCEPTIONS.get(name);
    String text = exception == null ? source : exception.matcher(source).replaceAll(" ");
    String names = COMMENT_OR_STRING.matcher(text).replaceAll(" ");
    return Stream.concat(find(GONE, text), find(GONE_FROM_NAMES, names)).toList();
  }

  private static Stream<String> find(Pattern gone, String source) {
    String words =
        source
            .replaceAll("\\n\\s*(\\*|//)", " ") // phrases may go over the end of a line
            .replaceAll("([a-z0-9])([A-Z])", "$1 $2")
            .replaceAll("[\\s_]+", " ")
            .toLowerCase(Locale.ROOT);
    return gone.matcher(TERMS.matcher(words).replaceAll(" ")).results().map(MatchResult::group);
  }
}
