package dev.ranvier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that another thread cuts off or overwrites while they are read. */
final class ChangingFileTest {
  private static final int READS = 1000;
  private static final int ELEMENTS = 1 << 18;

  /** Reads a file. */
  private interface Reader {
    Tensor read() throws IOException;
  }

  @TempDir private Path folder;

  @Test
  void aCheckpointThatIsCutOffIsAnErrorOrWhole() throws Exception {
    Path file = folder.resolve("checked.safetensors");
    Tensor whole = numbers();
    CheckedSafetensors.write(file, new Safetensors(Map.of("x", whole)));
    int errors =
        readWhileChanging(
            file,
            ".*: is damaged: .*|.*: was cut off while it was read; it had \\d+ bytes, now it ends"
                + " after \\d+",
            () -> CheckedSafetensors.read(file).tensors().get("x"),
            whole);
    assertThat(errors).isPositive();
  }

  @Test
  void anArrayThatIsCutOffIsAnErrorOrRead() throws Exception {
    Path file = folder.resolve("x.npy");
    NpyFile.write(file, numbers());
    int errors =
        readWhileChanging(
            file,
            ".*: is cut off.*|.*: was cut off while.*|.*: is no \\.npy file.*|.*: has .*",
            () -> NpyFile.read(file),
            null); // without a checksum, what was overwritten cannot be told
    assertThat(errors).isPositive();
  }

  @Test
  void saysHowFarAFileGoes() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[20]);
    try (FileBytes bytes = FileBytes.open(file)) {
      bytes.next(8);
      Files.write(file, new byte[12]);
      assertThat(catchThrowable(() -> bytes.next(8)))
          .isInstanceOf(IOException.class)
          .hasMessage(
              file + ": was cut off while it was read; it had 20 bytes, now it ends after 12");
    }
  }

  private static Tensor numbers() {
    Tensor tensor = Tensor.zeros(TensorType.f32(ELEMENTS));
    for (int i = 0; i < ELEMENTS; i++) {
      tensor.setDouble(i, i);
    }
    return tensor;
  }

  /** Gives the number of reads that ended in an error, each of which matches a pattern. */
  private static int readWhileChanging(Path file, String errors, Reader reader, Tensor whole)
      throws Exception {
    byte[] content = Files.readAllBytes(file);
    AtomicBoolean over = new AtomicBoolean();
    Thread changing = Thread.ofPlatform().start(() -> change(file, content, over));
    int failed = 0;
    try {
      for (int i = 0; i < READS; i++) {
        try {
          Tensor read = reader.read();
          if (whole != null) {
            assertThat(read.memory().mismatch(whole.memory())).isEqualTo(-1);
          }
        } catch (IOException e) {
          failed++;
          assertThat(e.getMessage()).matches(errors);
        }
      }
    } finally {
      over.set(true);
      changing.join();
    }
    return failed;
  }

  /** Cuts the file off, writes it again as it was, and overwrites a part of it. */
  private static void change(Path file, byte[] content, AtomicBoolean over) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int round = 0; !over.get(); round++) {
        int cut = (int) (round * 7919L % content.length);
        channel.truncate(cut);
        channel.write(ByteBuffer.wrap(content), 0);
        Thread.yield();
        channel.write(ByteBuffer.wrap(new byte[9]), cut);
        channel.write(ByteBuffer.wrap(content), 0);
        Thread.sleep(0, 200_000);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
