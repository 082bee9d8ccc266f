package dev.ranvier.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.data.DataException;
import dev.ranvier.data.Examples;
import dev.ranvier.data.ImageDataset;
import dev.ranvier.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10FilesTest {
  private static final int RECORD = 3073;

  @TempDir private Path folder;

  @Test
  void channelsOfACellComeTogether() throws IOException {
    write("test_batch.bin", records(3, 7));
    ImageDataset test = new Cifar10Files(folder).test();
    assertThat(test.size()).isEqualTo(2);
    assertThat(test.inputType()).isEqualTo(TensorType.f32(32, 32, 3));
    assertThat(test.classNames()).hasSize(10).startsWith("airplane").endsWith("truck");
    float[] image = new float[3072];
    test.copyInput(1, image, 0);
    // Cell 5 of each plane; planes hold 10, 20 and 30 more than the cell's number modulo 100.
    assertThat(image[15]).isEqualTo(15 / 255f);
    assertThat(image[16]).isEqualTo(25 / 255f);
    assertThat(image[17]).isEqualTo(35 / 255f);
    float[] label = new float[1];
    test.copyTarget(1, label, 0);
    assertThat(label[0]).isEqualTo(7);
  }

  @Test
  void trainingFilesFollowEachOther() throws IOException {
    for (int number = 1; number <= 5; number++) {
      write("data_batch_" + number + ".bin", records(number));
    }
    write("test_batch.bin", records(9));
    Examples examples = new Cifar10Source().load(folder);
    assertThat(examples.train().size()).isEqualTo(5);
    float[] label = new float[5];
    for (int i = 0; i < 5; i++) {
      examples.train().copyTarget(i, label, i);
    }
    assertThat(label).containsExactly(1, 2, 3, 4, 5);
    assertThat(examples.test().orElseThrow().size()).isEqualTo(1);
  }

  @Test
  void theUnpackedFolderMayLieInside() throws IOException {
    Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
    write("cifar-10-batches-bin/test_batch.bin", records(0));
    assertThat(new Cifar10Files(folder).test().size()).isEqualTo(1);
  }

  @Test
  void mistakesAreNamed() throws IOException {
    Cifar10Files files = new Cifar10Files(folder);
    assertThatThrownBy(files::test)
        .isInstanceOf(DataException.class)
        .hasMessage(
            "cifar-10: folder '"
                + folder
                + "' lacks test_batch.bin, alone or in cifar-10-batches-bin; unpack the binary"
                + " version of the data there or name the folder that holds it");
    write("test_batch.bin", new byte[RECORD + 1]);
    assertThatThrownBy(files::test)
        .isInstanceOf(DataException.class)
        .hasMessage(
            "cifar-10 '"
                + folder.resolve("test_batch.bin")
                + "' has 3074 bytes, expected records of 3073; fetch the binary version of the data"
                + " again");
    write("test_batch.bin", records(10));
    assertThatThrownBy(files::test)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cifar-10 '" + folder + "'")
        .hasMessageContaining("10");
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private static byte[] records(int... labels) {
    byte[] bytes = new byte[labels.length * RECORD];
    for (int i = 0; i < labels.length; i++) {
      bytes[i * RECORD] = (byte) labels[i];
      for (int j = 0; j < RECORD - 1; j++) {
        bytes[i * RECORD + 1 + j] = (byte) (j % 1024 % 100 + 10 * (j / 1024 + 1));
      }
    }
    return bytes;
  }
}
