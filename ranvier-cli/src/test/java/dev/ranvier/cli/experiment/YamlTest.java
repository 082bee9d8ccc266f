package dev.ranvier.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.catalog.Place;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class YamlTest {
  @Test
  void readsWhatItWrites() {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (String text :
        List.of(
            "plain", "two words", "true", "No", "1e3", "-", "", "a: b", "#x", "'", "\"", "ü\n")) {
      tree.put("key " + text, text);
    }
    tree.put("yes", List.of(1, -2.5, 1e-9, true, "on", List.of(), Map.of("a b", "null")));
    tree.put("nothing", Arrays.asList((Object) null));
    tree.put("deep", Map.of("deeper", Map.of("list", List.of("x", List.of(1, 2)))));
    tree.put("empty", Map.of());
    assertThat(Yaml.read(Yaml.write(tree), Place.of("test"))).isEqualTo(tree);
  }

  @Test
  void writesPlainWordsWithoutQuotes() {
    assertThat(Yaml.write(Map.of("loss", "softmax-cross-entropy")))
        .isEqualTo("loss: softmax-cross-entropy\n");
  }
}
