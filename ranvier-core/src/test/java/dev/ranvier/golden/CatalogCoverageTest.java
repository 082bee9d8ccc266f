package dev.ranvier.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Entry;
import dev.ranvier.catalog.Kind;
import dev.ranvier.nn.LayerExamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No entry of the catalogue's mathematical kinds goes without golden values, a gradient check and
 * its formula in the Javadoc.
 *
 * <p>{@link GoldenCatalogTest} runs whatever the files below hold, comparing all of it with PyTorch
 * and differentiating it numerically. Layers have their own examples, which {@link
 * GoldenLayersTest} compares.
 */
final class CatalogCoverageTest {
  /** The file in which an entry of a kind has its case. */
  private static final Map<Kind, String> SUBJECTS =
      Map.of(
          Kind.LAYERS, "layers-in-use",
          Kind.ACTIVATIONS, "activations",
          Kind.LOSSES, "losses",
          Kind.INITIALIZERS, "initializers",
          Kind.REGULARIZERS, "regularizers",
          Kind.CONSTRAINTS, "constraints");

  static List<Kind> kinds() {
    return List.copyOf(SUBJECTS.keySet());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyEntryHasGoldenValuesAndAGradientCheck(Kind kind) {
    Set<String> covered = new HashSet<>();
    Set<Class<?>> types = new HashSet<>();
    GoldenCase.of(SUBJECTS.get(kind)).forEach(golden -> covered.add(entry(golden)));
    if (kind == Kind.LAYERS) {
      // GoldenLayersTest compares these, LayerGradientTest differentiates all layers.
      LayerExamples.golden().forEach(example -> types.add(example.layer().getClass()));
    }
    assertThat(Catalog.standard().entries(kind)).isNotEmpty();
    assertThat(
            Catalog.standard().entries(kind).stream()
                .filter(entry -> !types.contains(entry.type()))
                .map(Entry::name))
        .as("add a case to golden/catalogue.py or golden/layers.py and run it")
        .isSubsetOf(covered);
  }

  @Test
  void whatCanBeDifferentiatedIsCheckedByDifferences() {
    assertThat(GoldenCatalogTest.SMOOTH_LAYERS).contains(SUBJECTS.get(Kind.ACTIVATIONS));
    assertThat(GoldenCatalogTest.SMOOTH_LOSSES).contains(SUBJECTS.get(Kind.LOSSES));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyEntryHasItsFormulaInTheJavadoc(Kind kind) throws IOException {
    List<String> without = new ArrayList<>();
    for (Entry entry : Catalog.standard().entries(kind)) {
      String source = Files.readString(source(entry));
      String javadoc = source.substring(0, source.indexOf("public record"));
      if (!javadoc.contains("<p>Formula")) {
        without.add(entry.name());
      }
    }
    assertThat(without).as("write 'Formula: …' into the Javadoc of the record").isEmpty();
  }

  /** The entry of a case: {@code elu} of {@code {"elu": {"alpha": 1.5}}}. */
  private static String entry(GoldenCase golden) {
    String name = golden.name();
    return name.startsWith("{") ? name.substring(2, name.indexOf('"', 2)) : name;
  }

  private static Path source(Entry entry) {
    String file = entry.type().getName().replace('.', '/') + ".java";
    return Stream.of("src/main/java", "ranvier-core/src/main/java")
        .map(folder -> Path.of(folder, file))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no source " + file));
  }
}
