package dev.ranvier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckedSafetensorsTest {
  private static final Safetensors CONTENT =
      new Safetensors(
          Map.of(
              "weights", Tensor.of(Shape.of(2, 3), 1, -2, 3, 4, 5, Float.NaN),
              "bytes", Tensor.of(DType.U8, NdArray.of(Shape.of(5), 1, 2, 3, 4, 5))),
          Map.of("step", "12"));

  @TempDir private Path folder;
  private Path file;
  private byte[] whole;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("checked.safetensors");
    CheckedSafetensors.write(file, CONTENT);
    whole = Files.readAllBytes(file);
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Safetensors back = CheckedSafetensors.read(file);
    assertThat(back.metadata()).isEqualTo(CONTENT.metadata());
    assertThat(back.tensors().keySet()).isEqualTo(CONTENT.tensors().keySet());
    CONTENT
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(back.tensors().get(name).memory().mismatch(tensor.memory()))
                    .isEqualTo(-1));
  }

  @Test
  void isASafetensorsFile() throws IOException {
    Safetensors plain = Safetensors.read(file);
    assertThat(plain.metadata()).containsKeys("crc32c", "step");
    assertThat(plain.metadata().get("crc32c")).matches("[0-9a-f]{8}");
  }

  @Test
  void noticesEveryFlippedBit() throws IOException {
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, flipped);
      assertThatThrownBy(() -> CheckedSafetensors.read(file))
          .as("bit %d", bit)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + ": is damaged: ");
    }
  }

  @Test
  void noticesEveryLengthThatIsTooShort() throws IOException {
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> CheckedSafetensors.read(file))
          .as("%d bytes", length)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + ": is damaged: ");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> CheckedSafetensors.read(file)).isInstanceOf(IOException.class);
  }

  @Test
  void saysWhatItFound() throws IOException {
    byte[] changed = whole.clone();
    changed[whole.length - 1] ^= 1;
    Files.write(file, changed);
    assertThatThrownBy(() -> CheckedSafetensors.read(file))
        .hasMessageMatching(
            ".*checked.safetensors: is damaged: its checksum is [0-9a-f]{8}, that of its "
                + whole.length
                + " bytes [0-9a-f]{8}");
    CONTENT.write(file);
    assertThatThrownBy(() -> CheckedSafetensors.read(file))
        .hasMessage(file + ": is damaged: it does not begin with a checksum");
    assertThatThrownBy(
            () ->
                CheckedSafetensors.write(file, new Safetensors(Map.of(), Map.of("crc32c", "mine"))))
        .hasMessage("safetensors: the name crc32c is kept for the checksum; choose another name");
  }
}
