package dev.ranvier.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.data.DataException;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.RealData;
import dev.ranvier.tensor.TensorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest {
  @TempDir private Path folder;

  @Test
  void windowsAreFollowedByTheNextCharacters() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "abc".repeat(19) + "abd");
    var examples = new TextSource(4).load(folder);
    assertThat(examples.train().inputType()).isEqualTo(TensorType.i32(4));
    assertThat(examples.train().classNames()).containsExactly("a", "b", "c", "d");
    assertThat(input(examples.train(), 1)).containsExactly(2, 0, 1, 2);
    assertThat(target(examples.train(), 1)).containsExactly(0, 1, 2, 0);
    // 54 characters in windows of four every two, each with one more.
    assertThat(examples.train().size()).isEqualTo(25);
  }

  @Test
  void theLastTenthIsHeldOut() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "x".repeat(90) + "0123456789");
    var examples = new TextSource(4).load(folder);
    assertThat(examples.test().orElseThrow().size()).isEqualTo(2);
    assertThat(input(examples.test().orElseThrow(), 1)).containsExactly(4, 5, 6, 7);
    assertThat(target(examples.test().orElseThrow(), 1)).containsExactly(5, 6, 7, 8);
    for (int i = 0; i < examples.train().size(); i++) {
      assertThat(target(examples.train(), i)).containsOnly(10);
    }
  }

  @Test
  void realTextHasItsCharacters() {
    var examples = new TextSource().load(RealData.folder("text"));
    assertThat(examples.train().classCount()).isEqualTo(65);
    assertThat(examples.test().orElseThrow().size())
        .isEqualTo((1115394 - 1003854 - 1 - 128) / 128 + 1);
  }

  @Test
  void aByteOrderMarkIsNoCharacter() throws IOException {
    Files.writeString(folder.resolve("größe.txt"), "\ufeff" + "abä".repeat(20));
    var examples = new TextSource(4).load(folder);
    assertThat(examples.train().classNames()).containsExactly("a", "b", "ä");
    assertThat(input(examples.train(), 0)).containsExactly(0, 1, 2, 0);
  }

  @Test
  void whatIsNotUtf8IsRefusedWithItsPlace() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.write(file, "Bäder und Bär".getBytes(StandardCharsets.ISO_8859_1));
    refusedAs(file, "byte 0xe4 at offset 1");
    Files.write(file, Arrays.copyOf("abcä".getBytes(StandardCharsets.UTF_8), 4));
    refusedAs(file, "byte 0xc3 at offset 3");
  }

  private void refusedAs(Path file, String what) {
    assertThatThrownBy(() -> new TextSource(4).load(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "text: '"
                + file
                + "' is not UTF-8: "
                + what
                + " begins no character; convert it, for instance with iconv -f latin1 -t utf-8");
  }

  @Test
  void mistakesAreNamed() throws IOException {
    assertThatThrownBy(() -> new TextSource(1))
        .hasMessage("text: window must be at least 2, got 1");
    assertThatThrownBy(() -> new TextSource().load(folder.resolve("none")))
        .hasMessage(
            "text: '"
                + folder.resolve("none")
                + "' is not a folder, expected one with a file '*.txt'");
    assertThatThrownBy(() -> new TextSource().load(folder))
        .hasMessage(
            "text: folder '"
                + folder
                + "' must hold one file '*.txt', found 0; give the text a folder of its own");
    Files.writeString(folder.resolve("a.txt"), "short");
    assertThatThrownBy(() -> new TextSource(8).load(folder))
        .hasMessage(
            "text: a window of 8 characters and the one after it need more than the 4 there are; use"
                + " a smaller window or a longer text");
  }

  private static float[] input(Dataset data, int index) {
    float[] values = new float[4];
    data.copyInput(index, values, 0);
    return values;
  }

  private static float[] target(Dataset data, int index) {
    float[] values = new float[4];
    data.copyTarget(index, values, 0);
    return values;
  }
}
