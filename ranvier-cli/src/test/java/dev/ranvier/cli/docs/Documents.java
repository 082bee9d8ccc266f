package dev.ranvier.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages that users read, and the code in them. */
final class Documents {
  private static final Path ROOT = Path.of("..");

  private Documents() {}

  /**
   * A piece of code.
   *
   * @param page the page it is on
   * @param line the line it begins in
   * @param text the code
   */
  record Code(String page, int line, String text) {
    @Override
    public String toString() {
      return page + ":" + line;
    }
  }

  /** The README and the pages of {@code docs}, without decisions and records of the past. */
  static List<Path> pages() {
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.sorted())
          .filter(page -> page.toString().endsWith(".md"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The blocks of a language on all pages. */
  static List<Code> blocks(String language) {
    return find(Pattern.compile("(?ms)^```" + language + "\n(.*?)^```"));
  }

  /** Whatever is set as code: blocks, indented lines, words in the text. */
  static List<Code> all() {
    return Stream.of("(?ms)^```\\w*\n(.*?)^```", "(?m)((?:^ {4}.*\n)+)", "(?<!`)`([^`]+)`(?!`)")
        .flatMap(pattern -> find(Pattern.compile(pattern)).stream())
        .toList();
  }

  private static List<Code> find(Pattern pattern) {
    return pages().stream()
        .flatMap(
            page -> {
              String text = read(page);
              return pattern
                  .matcher(text)
                  .results()
                  .map((MatchResult found) -> code(page, text, found));
            })
        .toList();
  }

  private static Code code(Path page, String text, MatchResult found) {
    int line = 1 + (int) text.substring(0, found.start()).chars().filter(c -> c == '\n').count();
    return new Code(ROOT.relativize(page).toString(), line, found.group(1));
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
