package dev.ranvier.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {
  @Test
  void readsWhatItWrites() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("text", "a \"b\"\n ü");
    tree.put("numbers", List.of(1, 1L << 40, 0.1, -1e-300));
    tree.put("others", Arrays.asList(true, false, null));
    tree.put("map", Map.of("nested", List.of()));
    assertThat(Json.read(Json.line(tree), Place.of("test"))).isEqualTo(tree);
    assertThat(Json.read(Json.pretty(tree), Place.of("test"))).isEqualTo(tree);
    assertThat(Json.line(tree)).doesNotContain("\n");
  }

  @Test
  void whatIsNoNumberBecomesNull() {
    assertThat(Json.line(List.of(Double.NaN, Double.POSITIVE_INFINITY))).isEqualTo("[null,null]");
  }

  @Test
  void mistakesNameTheirLineAndColumn() {
    Place place = Place.of("model.json");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read("{\"a\": 1,\n \"b\" 2}", place))
        .withMessageStartingWith("model.json: line 2, column 6: Unexpected character ('2'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read("{\"a\": 1, \"a\": 2}", place))
        .withMessageContaining("Duplicate field 'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read("", place))
        .withMessage("model.json: is empty, expected keys and values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read("1 2", place))
        .withMessage("model.json: has more than one value; the second begins at line 1");
  }
}
