package dev.ranvier.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ranvier.data.DataException;
import dev.ranvier.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImagesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/images");
  private static final Images COLOR = Images.of(Shape.of(2, 2, 3));

  @TempDir private Path folder;

  private static byte[] golden(String name) throws IOException {
    return Files.readAllBytes(GOLDEN.resolve(name));
  }

  private void refused(byte[] content, String message) throws IOException {
    Path file = Files.write(folder.resolve("bär.bin"), content);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> COLOR.read(file))
        .withMessage("image '" + file + "': " + message);
  }

  @Test
  void whatIsTransparentLiesOnTheBackground() {
    Path file = GOLDEN.resolve("rgba8.png");
    double white = COLOR.read(file).getDouble(0);
    double black = COLOR.withBackground(0x000000).read(file).getDouble(0);
    assertThat(white).isGreaterThan(black);
    assertThat(COLOR.withInverted(true).read(file).getDouble(0)).isEqualTo((float) (1 - white));
    assertThat(COLOR.withBackground(0xFF0000).read(file).getDouble(0)).isEqualTo(white);
    assertThat(COLOR.withBackground(0xFF0000).read(file).getDouble(1))
        .isEqualTo(COLOR.withBackground(0).read(file).getDouble(1));
  }

  @Test
  void aNameOfAnyLettersWorks() throws IOException {
    Path file = Files.write(folder.resolve("größe-例.jpg"), golden("rgb.jpg"));
    assertThat(COLOR.read(file).shape()).isEqualTo(Shape.of(1, 2, 2, 3));
  }

  /** Files that were read wrongly once, and damaged ones that took seconds and gigabytes. */
  @Test
  void filesThatWentWrong() {
    Path cases = Path.of("../../shared/cases");
    assumeTrue(Files.isDirectory(cases), "there is no folder " + cases);
    for (String grey : List.of("gray8_128.png", "grayalpha8_128.png", "gray8trns_128.png")) {
      assertThat(COLOR.read(cases.resolve(grey)).getDouble(0)).isEqualTo((float) (128 / 255.0));
    }
    Path drawing = cases.resolve("black_on_transparent.png");
    assertThat(COLOR.read(drawing).toFloats()).isNotEqualTo(new float[12]);
    assertThat(COLOR.withBackground(0).read(drawing).toFloats()).isEqualTo(new float[12]);
    Map.of(
            "truncated.jpg",
            "JPEG: it is damaged or cut off (Truncated File - Missing EOI marker)",
            "damaged/png-1.bin",
            "PNG: the checksum of its chunk IHDR at byte 8 is wrong",
            "damaged/bmp-1.bin",
            "BMP: its header says 5439512 x 20 pixels, which cannot be in 480 bytes of data",
            "damaged/gif-1.bin",
            "GIF: its header says 18176 x 65288 pixels, which cannot be in 1213 bytes")
        .forEach(
            (name, reason) ->
                assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> COLOR.read(cases.resolve(name)))
                    .withMessage(
                        "image '"
                            + cases.resolve(name)
                            + "': cannot be read as "
                            + reason
                            + "; save or fetch it again"));
  }

  @Test
  void settingsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Images.of(Shape.of(2, 2)))
        .withMessage(
            "images: expected the shape [height,width,channels] with 1 or 3 channels, got [2,2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> COLOR.withBackground(1 << 24))
        .withMessage("images: the background must be 0x000000 to 0xFFFFFF, got 16777216");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> COLOR.withPixelLimit(0))
        .withMessage("images: the pixel limit must be at least 1, got 0");
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    refused(
        "text".getBytes(),
        "is no image that can be read; supported are PNG, JPEG, GIF, BMP, TIFF and WebP");
    refused(
        new byte[0],
        "is no image that can be read; supported are PNG, JPEG, GIF, BMP, TIFF and WebP");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb8.png",
        "rgb.jpg",
        "progressive.jpg",
        "cmyk.jpg",
        "palette.gif",
        "rgb.bmp",
        "rgb.tif",
        "tiff_lzw.tif",
        "lossless.webp",
        "lossy.webp"
      })
  void halfAFileIsRefused(String name) throws IOException {
    byte[] bytes = golden(name);
    Path file = folder.resolve(name);
    for (int length = 13; length < bytes.length - 8; length += 1 + bytes.length / 40) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatExceptionOfType(DataException.class)
          .as("%d of %d bytes", length, bytes.length)
          .isThrownBy(() -> COLOR.read(file))
          .withMessageStartingWith("image '" + file + "': cannot be read as ")
          .withMessageEndingWith("; save or fetch it again")
          .withMessageNotContaining("\n");
    }
  }

  @Test
  void moreThanTheLimitIsRefused() throws IOException {
    Path file = GOLDEN.resolve("rgb8.png");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> COLOR.withPixelLimit(14).read(file))
        .withMessage(
            "image '"
                + file
                + "': its header says 5 x 3 pixels, the limit is 14 pixels, 1048576 in a row or"
                + " column; make it smaller or raise the limit");
    assertThat(COLOR.withPixelLimit(15).read(file).shape()).isEqualTo(Shape.of(1, 2, 2, 3));
  }

  @Test
  void sizesInHeadersAreNotBelieved() throws IOException {
    ByteBuffer png = ByteBuffer.wrap(golden("rgb8.png"));
    png.putInt(16, 60_000).putInt(20, 60_000);
    refused(
        png.array(),
        "cannot be read as PNG: the checksum of its chunk IHDR at byte 8 is wrong; save or fetch it"
            + " again");
    CRC32 checksum = new CRC32();
    checksum.update(png.array(), 12, 17);
    png.putInt(29, (int) checksum.getValue());
    refused(
        png.array(),
        "cannot be read as PNG: its header says 60000 x 60000 pixels, which cannot be in 59 bytes"
            + " of data; save or fetch it again");
    ByteBuffer bmp = ByteBuffer.wrap(golden("rgb.bmp")).order(ByteOrder.LITTLE_ENDIAN);
    refused(
        bmp.putInt(18, 60_000).array(),
        "cannot be read as BMP: its header says 60000 x 9 pixels, which cannot be in 396 bytes of"
            + " data; save or fetch it again");
    refused(
        bmp.putInt(18, 14).putInt(34, Integer.MAX_VALUE).array(),
        "cannot be read as BMP: its header says 2147483647 bytes of data and 0 colours, it has 450"
            + " bytes; save or fetch it again");
    ByteBuffer tif = ByteBuffer.wrap(golden("rgb.tif")).order(ByteOrder.LITTLE_ENDIAN);
    int tags = tif.getInt(4);
    for (int i = 0; i < tif.getShort(tags); i++) {
      int tag = tags + 2 + 12 * i;
      if (tif.getShort(tag) == 277) {
        tif.putShort(tag + 2, (short) 4).putInt(tag + 4, 1).putInt(tag + 8, 100_000_000);
      }
    }
    refused(
        tif.array(),
        "cannot be read as TIFF: its header says 100000000 samples a pixel; save or fetch it again");
    ByteBuffer gif = ByteBuffer.wrap(golden("palette.gif")).order(ByteOrder.LITTLE_ENDIAN);
    int at =
        new String(gif.array(), java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(",\0\0\0\0");
    refused(
        gif.putShort(at + 5, (short) 60_000).putShort(at + 7, (short) 60_000).array(),
        "cannot be read as GIF: its header says 60000 x 60000 pixels, which cannot be in "
            + gif.capacity()
            + " bytes; save or fetch it again");
    ByteBuffer jpeg = ByteBuffer.wrap(golden("rgb.jpg"));
    int frame =
        new String(jpeg.array(), java.nio.charset.StandardCharsets.ISO_8859_1)
            .indexOf("\u00ff\u00c0");
    refused(
        jpeg.putShort(frame + 5, (short) 60_000).putShort(frame + 7, (short) 60_000).array(),
        "cannot be read as JPEG: its header says 60000 x 60000 pixels, which cannot be in "
            + jpeg.capacity()
            + " bytes; save or fetch it again");
  }
}
