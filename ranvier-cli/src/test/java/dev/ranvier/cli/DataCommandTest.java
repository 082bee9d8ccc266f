package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataCommandTest {
  @TempDir private Path folder;

  @Test
  void infoCountsExamplesAndClasses() {
    Cli info =
        Cli.run(
            "data",
            "info",
            "digits",
            "--set",
            "data.train=300",
            "--set",
            "data.validation=50",
            "--json");
    assertThat(info.code()).as(info.err()).isZero();
    Map<?, ?> tree = info.object();
    assertThat(tree.get("input")).isEqualTo("f32[28,28,1]");
    Map<?, ?> classes = (Map<?, ?>) tree.get("classes");
    long train = 0;
    for (Object each : classes.values()) {
      train += ((Number) ((Map<?, ?>) each).get("train")).longValue();
    }
    assertThat(classes).hasSize(10);
    assertThat(train).isEqualTo(((Number) tree.get("train")).longValue());
  }

  @Test
  void previewDrawsOriginalsBesideVariants() throws IOException {
    Path file = folder.resolve("sheet.png");
    Cli drawn =
        Cli.run(
            "data",
            "preview",
            "digits",
            "--count",
            "2",
            "--augment",
            "vertical-flip",
            "--augment",
            "{cutout: 10}",
            "--out",
            file.toString());
    assertThat(drawn.code()).as(drawn.err()).isZero();
    assertThat(drawn.out()).contains("drawn: " + file);
    BufferedImage sheet = ImageIO.read(file.toFile());
    assertThat(sheet.getWidth()).isEqualTo(6 + 3 * (112 + 6));
    assertThat(sheet.getHeight()).isEqualTo(18 + 12 + 2 * (112 + 6 + 18));
    int bright = 0;
    for (int x = 6; x < 118; x++) {
      for (int y = 24; y < 136; y++) {
        bright += (sheet.getRGB(x, y) & 0xFF) > 128 ? 1 : 0;
      }
    }
    assertThat(bright).isBetween(300, 6000); // a digit on black
  }

  @Test
  void mistakesAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), "a,b\n1,2\n3,4\n5,6\n7,8\n9,9\n");
    Path experiment =
        Files.writeString(
            folder.resolve("e.yaml"),
            "data: {source: {table: {file: t.csv, numbers: b}}, folder: "
                + file.getParent()
                + "}\n"
                + "model: {layers: [{dense: 1}]}\nloss: squared-error\ntrain: {epochs: 1}\n");
    Cli drawn = Cli.run("data", "preview", experiment.toString());
    assertThat(drawn.code()).isNotZero();
    assertThat(drawn.err()).contains("preview: needs images [height,width,1] or [height,width,3]");
    Cli unknown = Cli.run("data", "preview", "digits", "--augment", "flipp");
    assertThat(unknown.err()).contains("unknown augmentation 'flipp'").contains("flip");
    assertThat(Cli.run("data", "preview", "digits", "--count", "0").err())
        .contains("preview: --count and --variants must be from 1 to 100, got 0 and 7");
  }
}
