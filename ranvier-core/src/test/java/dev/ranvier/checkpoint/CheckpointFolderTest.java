package dev.ranvier.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.tensor.CheckedSafetensors;
import dev.ranvier.tensor.Safetensors;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointFolderTest {
  @TempDir private Path temporary;

  @Test
  void aCheckpointComesBackAsItWas() throws IOException {
    Path file = temporary.resolve("one.safetensors");
    Checkpoint written =
        checkpoint(7).with("best/", Map.of("w", Tensor.of(Shape.of(1), 5), "b", Tensor.scalar(6)));
    written.write(file);
    Checkpoint read = Checkpoint.read(file);
    assertThat(read.step()).isEqualTo(7);
    assertThat(read.texts()).isEqualTo(Map.of("optimizer", "Sgd[0.1]", "note", "7"));
    assertThat(read.tensors("model/").get("w").toFloats()).containsExactly(7, 1);
    assertThat(read.tensors("best/")).containsOnlyKeys("w", "b");
    assertThat(read.tensors("best/").get("b").item()).isEqualTo(6);
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path file = temporary.resolve("other.safetensors");
    CheckedSafetensors.write(file, new Safetensors(Map.of(), Map.of("format", "recipe")));
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": is no checkpoint: its 'format' should be 'ranvier-checkpoint'");
    CheckedSafetensors.write(
        file,
        new Safetensors(
            Map.of(), Map.of("format", "ranvier-checkpoint", "version", "2", "step", "1")));
    assertThatThrownBy(() -> Checkpoint.read(file))
        .hasMessage(
            file + ": has version 2, this program reads version 1; use the program that wrote it");
  }

  @Test
  void keepsTheLastAndTheBest() throws IOException {
    CheckpointFolder folder = folder().withKeepBest(true);
    save(folder, 10, true);
    save(folder, 20, true);
    save(folder, 30, false);
    assertThat(names(folder))
        .as("the last two hold the best")
        .containsExactly("step-0000000020-best.safetensors", "step-0000000030.safetensors");
    save(folder, 40, false);
    save(folder, 50, false);
    assertThat(names(folder))
        .containsExactly(
            "step-0000000020-best.safetensors",
            "step-0000000040.safetensors",
            "step-0000000050.safetensors");
    save(folder, 60, true);
    save(folder, 70, false);
    assertThat(names(folder))
        .containsExactly("step-0000000060-best.safetensors", "step-0000000070.safetensors");
    save(folder.withKeepBest(false).withKeep(1), 80, false);
    assertThat(names(folder)).containsExactly("step-0000000080.safetensors");
  }

  @Test
  void theNewestThatIsWholeIsUsed() throws IOException {
    CheckpointFolder folder = folder().withKeep(3);
    assertThat(folder.newest()).isEmpty();
    save(folder, 1, false);
    save(folder, 2, false);
    save(folder, 3, false);
    Files.writeString(folder.path().resolve(".step-0000000004.safetensors.17-1.tmp"), "half");
    assertThat(newest(folder).checkpoint().step()).isEqualTo(3);
    assertThat(newest(folder).damaged()).isEmpty();

    Path third = folder.path().resolve("step-0000000003.safetensors");
    byte[] bytes = Files.readAllBytes(third);
    bytes[bytes.length / 2] ^= 8;
    Files.write(third, bytes);
    CheckpointFolder.Found found = newest(folder);
    assertThat(found.checkpoint().step()).isEqualTo(2);
    assertThat(found.checkpoint().tensors("model/").get("w").toFloats()).containsExactly(2, 1);
    assertThat(found.damaged())
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith(third + ": is damaged: its checksum is ");

    folder.removeAfter(2);
    assertThat(names(folder))
        .containsExactly(
            ".step-0000000004.safetensors.17-1.tmp",
            "step-0000000001.safetensors",
            "step-0000000002.safetensors");
  }

  @Test
  void damageToAllIsAnError() throws IOException {
    CheckpointFolder folder = folder();
    save(folder, 1, false);
    save(folder, 2, false);
    for (String name : names(folder)) {
      Files.write(folder.path().resolve(name), new byte[30]);
    }
    assertThatThrownBy(folder::newest)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("checkpoint: none in '" + folder.path() + "' can be used: ")
        .hasMessageContaining("step-0000000002.safetensors: is damaged: ")
        .hasMessageContaining("step-0000000001.safetensors: is damaged: ")
        .hasMessageEndingWith("; train anew, in another folder");
    assertThatThrownBy(() -> folder.withKeep(0))
        .hasMessage("checkpoint: keep must be at least 1, got 0; 2 survive a damaged file");
  }

  private CheckpointFolder folder() {
    return new CheckpointFolder(temporary.resolve("run/checkpoints"));
  }

  private static CheckpointFolder.Found newest(CheckpointFolder folder) {
    return folder.newest().orElseThrow();
  }

  private static void save(CheckpointFolder folder, long step, boolean best) {
    folder.save(checkpoint(step), best);
  }

  private static Checkpoint checkpoint(long step) {
    return new Checkpoint(
        step,
        Map.of("optimizer", "Sgd[0.1]", "note", Long.toString(step)),
        Map.of("model/w", Tensor.of(Shape.of(2), step, 1)));
  }

  private static List<String> names(CheckpointFolder folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.path())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
