package dev.ranvier.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.ranvier.tensor.NpyFile;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of all kinds against what Pillow and NumPy read: {@code golden/images.py} wrote both. */
final class ImagesGoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/images");

  /** Decoders of lossy formats round differently. */
  private static final double JPEG_STEPS = 3.5 / 255;

  /** Pillow's decoder interpolates the colours of lossy WebP between their cells. */
  private static final double WEBP_STEPS = 10.0 / 255;

  @TestFactory
  Stream<DynamicTest> everyKindOfFile() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> images = files.filter(file -> !file.toString().endsWith(".npy")).sorted().toList();
      assertThat(images).hasSizeGreaterThan(60);
      return images.stream()
          .filter(image -> !image.endsWith("resized.png"))
          .map(
              image ->
                  DynamicTest.dynamicTest(image.getFileName().toString(), () -> compare(image)));
    }
  }

  private static void compare(Path image) throws IOException {
    String name = image.getFileName().toString();
    double lossy = name.equals("lossy.webp") ? WEBP_STEPS : 1e-6;
    double tolerance = name.endsWith(".jpg") ? JPEG_STEPS : lossy;
    Tensor expected = NpyFile.read(FOLDER.resolve(name.split("\\.")[0] + ".npy"));
    equal(Images.of(expected.shape()).read(image), expected, tolerance);
  }

  @ParameterizedTest
  @ValueSource(strings = {"smaller", "larger", "mixed"})
  void resizingIsPillows(String name) throws IOException {
    Tensor expected = NpyFile.read(FOLDER.resolve(name + ".npy"));
    equal(Images.of(expected.shape()).read(FOLDER.resolve("resized.png")), expected, 1e-5);
  }

  @Test
  void greyIsWeightedColour() throws IOException {
    Tensor color = NpyFile.read(FOLDER.resolve("rgb8.npy"));
    Shape shape = color.shape().with(2, 1);
    Tensor grey = Images.of(shape).read(FOLDER.resolve("rgb8.png"));
    for (long i = 0; i < shape.elements(); i++) {
      double luma =
          0.299 * color.getDouble(3 * i)
              + 0.587 * color.getDouble(3 * i + 1)
              + 0.114 * color.getDouble(3 * i + 2);
      assertThat(grey.getDouble(i)).isEqualTo(luma, offset(1e-6));
    }
  }

  private static void equal(Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape().insert(0, 1));
    for (long i = 0; i < expected.shape().elements(); i++) {
      assertThat(actual.getDouble(i))
          .as("number %d", i)
          .isEqualTo(expected.getDouble(i), offset(tolerance));
    }
  }
}
