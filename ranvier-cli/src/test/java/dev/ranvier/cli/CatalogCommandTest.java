package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Descriptions;
import dev.ranvier.catalog.Entry;
import dev.ranvier.catalog.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CatalogCommandTest {
  @Test
  void listsEveryKindEvenWithoutEntries() {
    Cli run = Cli.run("catalog", "--json");
    assertThat(run.code()).isZero();
    assertThat(run.object().keySet().stream().map(String::valueOf))
        .containsExactly(
            "layers",
            "activations",
            "losses",
            "initializers",
            "regularizers",
            "constraints",
            "optimizers",
            "minimizers",
            "schedules",
            "stopping",
            "metrics",
            "normalizers",
            "augmentations",
            "sources",
            "zoo");
    assertThat(names(run.object().get("layers"))).contains("conv2d", "dense", "max-pool2d");
    assertThat(names(run.object().get("sources"))).contains("digits", "fashion-mnist", "mnist");
  }

  @Test
  void peopleSeeALineEach() {
    Cli run = Cli.run("catalog");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().filter(line -> line.contains("conv2d, conv ")))
        .singleElement()
        .asString()
        .contains("Two-dimensional convolution: every filter");
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
  }

  @Test
  void aKindIsShownAlone() {
    Cli run = Cli.run("catalog", "losses");
    assertThat(run.out()).startsWith("losses" + System.lineSeparator()).contains("  huber ");
    assertThat(run.out()).doesNotContain("conv2d");
    assertThat(Cli.run("catalog", "losses", "--json").object().keySet()).hasSize(1);
  }

  @Test
  void anEntryHasItsFormulaAndParameters() {
    for (String name : List.of("conv2d", "conv")) {
      Cli run = Cli.run("catalog", name);
      assertThat(run.out())
          .contains(
              "conv2d, conv (layers)",
              "y[n, i, j, o] = b[o] + Σ",
              "  filters: whole number, required",
              "      the number of filters",
              "  kernel: whole number or [rows, columns]",
              "  bias: true or false = true");
      assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
    }
    assertThat(Cli.run("catalog", "adam").out())
        .contains("learning-rate: number = 0.001", "      α, above 0");
    Map<?, ?> entry =
        (Map<?, ?>) ((List<?>) Cli.run("catalog", "adam", "--json").json()).getFirst();
    assertThat((Object) entry.get("kind")).isEqualTo("optimizers");
    assertThat((String) entry.get("formula")).startsWith("m ← β₁·m");
  }

  @Test
  void theZooIsFilled() {
    List<Object> zoo = names(Cli.run("catalog", "--json").object().get("zoo"));
    assertThat(zoo).contains("ResNet.small18", "Vgg.small16", "CharacterTransformer.network");
    assertThat(Cli.run("catalog", "ResNet.small18").out())
        .contains("ResNet-18 for images of about 32×32 cells", "classes: whole number, required");
  }

  @Test
  void aWordThatIsNoneIsNamed() {
    Cli run = Cli.run("catalog", "conv2");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "ranvier: catalog: there is no kind and no entry 'conv2'; 'ranvier catalog' lists all;"
                + " did you mean 'conv2d'?\n");
  }

  /** Every entry is described: a record without a sentence would be an empty line. */
  @Test
  void everyEntryHasItsSentence() {
    Descriptions descriptions = new Descriptions();
    for (Kind kind : Kind.values()) {
      for (Entry entry : Catalog.standard().entries(kind)) {
        assertThat(descriptions.of(entry).summary()).as(entry.name()).endsWith(".");
        assertThat(descriptions.of(entry).toString()).as(entry.name()).doesNotContain("{@", "<p>");
      }
    }
  }

  private static List<Object> names(Object entries) {
    return ((List<?>) entries)
        .stream().map(entry -> (Object) ((Map<?, ?>) entry).get("name")).toList();
  }
}
