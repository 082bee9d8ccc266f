package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.data.DataException;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NpyFile;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InputFilesTest {
  private static final InputFiles GREY = new InputFiles(TensorType.f32(2, 2, 1), false);
  private static final InputFiles COLOR = new InputFiles(TensorType.f32(2, 2, 3), false);
  private static final InputFiles TABLE = new InputFiles(TensorType.f32(3), false);

  @TempDir private Path folder;

  private Path image(int size, int color) throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, color);
    Path file = folder.resolve("image.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void imagesBecomeNumbersFromZeroToOne() throws IOException {
    Path file = image(2, 0xFF8000);
    assertThat(COLOR.read(file).shape()).isEqualTo(Shape.of(1, 2, 2, 3));
    assertThat(COLOR.read(file).toFloats())
        .containsExactly(1f, 128 / 255f, 0f, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(GREY.read(file).getDouble(0)).isBetween(0.59, 0.6);
    assertThat(new InputFiles(TensorType.f32(2, 2, 1), true).read(file).getDouble(3)).isEqualTo(1);
  }

  @Test
  void largerImagesAreAveraged() throws IOException {
    Tensor tensor = GREY.read(image(8, 0xFFFFFF));
    // The triangle filter weighs the corner's column with 0.625 of 3.5, and its row again.
    assertThat(tensor.getDouble(0)).isCloseTo(Math.pow(0.625 / 3.5, 2), within(1e-6));
    assertThat(tensor.getDouble(3)).isZero();
  }

  @Test
  void arraysMayBeOneInputOrSeveral() throws IOException {
    Path file = folder.resolve("array.npy");
    NpyFile.write(file, Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));
    assertThat(GREY.read(file).toFloats()).containsExactly(1, 2, 3, 4);
    NpyFile.write(file, Tensor.of(Shape.of(1, 2, 2, 1), 1, 2, 3, 4));
    assertThat(GREY.read(file).shape()).isEqualTo(Shape.of(1, 2, 2, 1));
    Tensor bytes = Tensor.zeros(new TensorType(DType.U8, Shape.of(3, 2, 2)));
    bytes.setDouble(11, 255);
    NpyFile.write(file, bytes);
    assertThat(GREY.read(file).shape()).isEqualTo(Shape.of(3, 2, 2, 1));
    assertThat(GREY.read(file).getDouble(11)).isEqualTo(1);
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    Path array = folder.resolve("array.npy");
    NpyFile.write(array, Tensor.of(Shape.of(3), 1, 2, 3));
    refused(
        GREY,
        array,
        "' holds an array of shape [3], the model takes [2,2,1], alone or several stacked along a"
            + " first axis");
    Path text = Files.writeString(folder.resolve("image.png"), "no image");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> GREY.read(text))
        .withMessage(
            "image '"
                + text
                + "': is no image that can be read; supported are PNG, JPEG, GIF, BMP, TIFF and"
                + " WebP");
    refused(
        TABLE,
        text,
        "' is read as an image, the model takes [3]; give it .npy arrays or .csv rows");
  }

  private static void refused(InputFiles reader, Path file, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.read(file))
        .withMessage("predict: '" + file + message);
  }
}
