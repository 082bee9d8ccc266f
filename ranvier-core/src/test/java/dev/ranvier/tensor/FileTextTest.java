package dev.ranvier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.catalog.Place;
import dev.ranvier.data.DataException;
import org.junit.jupiter.api.Test;

final class FileTextTest {
  @Test
  void whatMessagesQuoteLeavesThemInOneLine() {
    assertThat(Place.of("a.json").key("k\ney").error("got '\u2028\r'"))
        .hasMessage("a.json: k\uFFFDey: got '\uFFFD\uFFFD'");
    assertThat(new DataException("csv: line 3: got '\n'")).hasMessage("csv: line 3: got '\uFFFD'");
    assertThat(FileText.shown("\t" + "x".repeat(200))).hasSize(103).startsWith("\uFFFDx");
  }
}
