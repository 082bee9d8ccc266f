package dev.ranvier.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.cli.CommandNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command line of the documentation has a command and options that there are. */
final class CommandsInDocumentsTest {
  private static final Map<String, Set<String>> OPTIONS = CommandNames.options();

  /** A command with what follows it, up to a comment, another command or an empty line. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?s)(?<![\\w/.-])(?:\\./)?ranvier ([a-z][a-z-]*)((?:(?!ranvier |\n\n|#).)*)");

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  static List<Documents.Code> commands() {
    return Documents.all().stream().filter(code -> COMMAND.matcher(code.text()).find()).toList();
  }

  @Test
  void thereAreMany() {
    assertThat(commands()).hasSizeGreaterThan(20);
    assertThat(OPTIONS).containsKeys("train", "predict", "doctor");
    assertThat(OPTIONS.get("train")).contains("--resume", "--out");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasOptionsThatThereAre(Documents.Code code) {
    COMMAND
        .matcher(code.text())
        .results()
        .forEach(
            (MatchResult found) -> {
              assertThat(OPTIONS).as(code.toString()).containsKey(found.group(1));
              Stream<String> options =
                  OPTION.matcher(found.group(2)).results().map(MatchResult::group);
              assertThat(OPTIONS.get(found.group(1)))
                  .as(code.toString())
                  .containsAll(options.toList());
            });
  }
}
