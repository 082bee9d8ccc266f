package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LrFindCommandTest {
  private static final int ACCENT = 0xFFD1490C;

  @TempDir private Path folder;
  private String experiment;
  private Path out;

  @BeforeEach
  void write() throws IOException {
    experiment =
        Files.writeString(
                folder.resolve("small.yaml"),
                """
                data: {source: digits, train: 600, test: 10}
                model: {layers: [flatten, {dense: 24}, relu, {dense: 10}]}
                train: {batch: 20}
                """)
            .toString();
    out = folder.resolve("found");
  }

  @Test
  void aRangeTestWritesAPlotItsPointsAndASuggestion() throws IOException {
    Cli run =
        Cli.run(
            "lr-find", experiment, "--from=1e-5", "--to=1", "--steps=80", "--out=" + out, "--json");
    assertThat(run.code()).as(run.err()).isZero();
    Map<?, ?> result = run.object();
    assertThat((Object) result.get("method")).isEqualTo("range-test");
    double suggestion = (double) result.get("suggestion");
    assertThat(suggestion).isBetween(3e-4, 3e-2);
    List<?> points = (List<?>) result.get("points");
    assertThat(points.size()).isBetween(30, 80);
    assertThat((Object) ((Map<?, ?>) points.getFirst()).get("rate")).isEqualTo(1e-5);
    String written = Files.readString(out.resolve("lr-find.json"));
    assertThat(Json.read(written, Place.of("file"))).isEqualTo(run.json());
    assertThat(run.err()).contains("suggestion", "ranvier train " + experiment + " --lr 0.0");
    // The suggestion is a line in a colour of its own.
    assertThat(accents(out.resolve("lr-find.png"))).isGreaterThan(300);
  }

  @Test
  void theRecipeShowsItsRuns() throws IOException {
    Cli run =
        Cli.run(
            "lr-find", experiment, "--recipe", "--lr=30", "--steps=40", "--out=" + out, "--json");
    assertThat(run.code()).as(run.err()).isZero();
    List<?> runs = (List<?>) run.object().get("runs");
    assertThat((Object) ((Map<?, ?>) runs.getFirst()).get("falls")).isEqualTo(false);
    assertThat((double) run.object().get("suggestion")).isBetween(1e-3, 1.0);
    assertThat(run.err()).contains("does not fall consistently");
    assertThat(accents(out.resolve("lr-find.png"))).isGreaterThan(300);
  }

  @Test
  void mistakesAreNamed() {
    refused("range-test: to must be above from, 1.0, got 0.1", "--from=1", "--to=0.1");
    refused("range-test: steps must be at least 10, got 2", "--steps=2");
    refused("--from: is of the range test; the recipe begins at", "--recipe", "--from=1");
    assertThat(out).doesNotExist();
  }

  private void refused(String message, String... options) {
    String[] arguments = new String[options.length + 3];
    List.of("lr-find", experiment, "--out=" + out).toArray(arguments);
    System.arraycopy(options, 0, arguments, 3, options.length);
    Cli run = Cli.run(arguments);
    assertThat(run.err()).contains(message);
    assertThat(run.code()).isEqualTo(2);
  }

  private static long accents(Path png) throws IOException {
    BufferedImage image = ImageIO.read(png.toFile());
    return java.util.Arrays.stream(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .filter(color -> color == ACCENT)
        .count();
  }
}
