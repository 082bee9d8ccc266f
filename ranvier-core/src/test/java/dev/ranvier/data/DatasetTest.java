package dev.ranvier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DatasetTest {
  @Test
  void readsBytesOfImagesAsNumbersFromZeroToOne() {
    Dataset images =
        new ImageDataset(
            Shape.of(1, 2, 1),
            new byte[] {0, (byte) 255, 51, 102},
            new int[] {1, 0},
            List.of("no", "yes"));

    assertThat(images.size()).isEqualTo(2);
    assertThat(images.inputType()).isEqualTo(TensorType.f32(1, 2, 1));
    assertThat(images.targetType()).isEqualTo(TensorType.i32());
    assertThat(images.classCount()).isEqualTo(2);
    assertThat(MadeUpExamples.input(images, 0)).containsExactly(0, 1);
    assertThat(MadeUpExamples.input(images, 1)).containsExactly(0.2f, 0.4f);
    assertThat(images.label(0)).isEqualTo(1);
  }

  @Test
  void writesAtTheOffsetOnly() {
    float[] destination = {7, 7, 7, 7};
    MadeUpExamples.numbered(4).copyInput(3, destination, 1);
    assertThat(destination).containsExactly(7, 3, -3, 7);
  }

  @Test
  void holdsTablesWithClassesAndWithNumbers() {
    Dataset classes =
        TableDataset.classification(
            Shape.of(2), new float[] {1, 2, 3, 4}, new int[] {2, 0}, Dataset.numberedClasses(3));
    assertThat(classes.label(0)).isEqualTo(2);
    assertThat(classes.classNames()).containsExactly("0", "1", "2");
    assertThat(MadeUpExamples.input(classes, 1)).containsExactly(3, 4);

    Dataset numbers = MadeUpExamples.numbered(3);
    assertThat(numbers.targetType()).isEqualTo(TensorType.f32(1));
    assertThat(numbers.classCount()).isZero();
    assertThat(MadeUpExamples.target(numbers, 2)).containsExactly(20);
  }

  @Test
  void refusesSizesThatDoNotAgree() {
    assertThatThrownBy(
            () -> new ImageDataset(Shape.of(2, 2, 1), new byte[7], new int[2], List.of("a")))
        .hasMessage("images: 2 labels for images [2,2,1] need 8 bytes, got 7");
    assertThatThrownBy(() -> new ImageDataset(Shape.of(4), new byte[4], new int[1], List.of("a")))
        .hasMessage("images: needs the shape [height,width,channels], got [4]");
    assertThatThrownBy(
            () -> TableDataset.regression(Shape.of(2), new float[5], Shape.of(1), new float[2]))
        .hasMessage(
            "table: inputs f32[2] and targets f32[1] need as many of one as of the other,"
                + " got 5 and 2 numbers");
    assertThatThrownBy(
            () ->
                TableDataset.classification(
                    Shape.of(1), new float[2], new int[] {0, 3}, List.of("a", "b")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "table: label 3 of example 1 is out of range, expected 0 to 1;"
                + " name all classes or repair the labels");
  }

  @Test
  void showsSubsetsAndRanges() {
    Dataset numbers = MadeUpExamples.numbered(10);
    assertThat(MadeUpExamples.input(numbers.subset(7, 2, 2), 0)).containsExactly(7, -7);
    assertThat(MadeUpExamples.target(numbers.range(4, 6), 1)).containsExactly(50);
    assertThat(numbers.range(4, 10).subset(5).size()).isEqualTo(1);
    assertThatThrownBy(() -> numbers.subset(1, 10))
        .hasMessage("subset: needs places from 0 to 9, got 10");
    assertThatThrownBy(numbers::subset).hasMessage("subset: needs at least one example, got none");
    assertThatThrownBy(() -> numbers.range(3, 11))
        .hasMessage("range: needs 0 <= from < to <= 10, got from 3 to 11");
  }

  @Test
  void splitsWithoutLosingOrSharingExamples() {
    DataSplit split = MadeUpExamples.numbered(50).split(20, 9);
    assertThat(split.validation().size()).isEqualTo(20);
    assertThat(split.train().size()).isEqualTo(30);
    Set<Float> seen = new TreeSet<>();
    for (Dataset part : List.of(split.train(), split.validation())) {
      for (int i = 0; i < part.size(); i++) {
        seen.add(MadeUpExamples.input(part, i)[0]);
      }
    }
    assertThat(seen).hasSize(50);
  }

  @Test
  void splitsTheSameWayForTheSameSeedOnly() {
    Dataset numbers = MadeUpExamples.numbered(50);
    assertThat(first(numbers.split(20, 9))).isEqualTo(first(numbers.split(20, 9)));
    assertThat(first(numbers.split(20, 9))).isNotEqualTo(first(numbers.split(20, 10)));
    assertThatThrownBy(() -> numbers.split(50, 1))
        .hasMessage("split: the validation part needs 1 to 49 of 50 examples, got 50");
  }

  private static List<Float> first(DataSplit split) {
    return java.util.stream.IntStream.range(0, 20)
        .mapToObj(i -> MadeUpExamples.input(split.validation(), i)[0])
        .toList();
  }
}
