package dev.ranvier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableSourceTest {
  private static final TableSource HOUSES = new TableSource("houses.csv");

  @TempDir private Path folder;

  /** Ten houses: the price is a hundred times the area, every third one is a "barn, old". */
  @BeforeEach
  void writeHouses() throws IOException {
    StringBuilder text = new StringBuilder("area, rooms ,kind,price,weight\n");
    for (int i = 1; i <= 10; i++) {
      String kind = i % 3 == 0 ? "\"barn, old\"" : "villa";
      text.append("%d,%d,%s,%d,0.%d\n".formatted(i, i % 4, kind, 100 * i, i % 2 + 1));
    }
    write(text.toString());
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("houses.csv"), text);
  }

  @Test
  void classesAndNumbersAreTheColumnsOfATarget() {
    TableSource source =
        HOUSES.withClasses(List.of("kind")).withNumbers(List.of("price")).withWeights("weight");
    assertThat(source.inputType(folder)).isEqualTo(TensorType.f32(2));
    Examples examples = source.load(folder);
    assertThat(examples.train().size()).isEqualTo(8);
    assertThat(examples.test().orElseThrow().size()).isEqualTo(2);
    Set<Float> areas = new HashSet<>();
    for (Dataset part : List.of(examples.train(), examples.test().orElseThrow())) {
      assertThat(part.inputType()).isEqualTo(TensorType.f32(2));
      assertThat(part.targetType()).isEqualTo(TensorType.f32(2));
      assertThat(part.classNames()).isEmpty();
      assertThat(part.targetColumns())
          .containsExactly(
              new TargetColumn("kind", List.of("barn, old", "villa")), new TargetColumn("price"));
      for (int i = 0; i < part.size(); i++) {
        float[] input = MadeUpExamples.input(part, i);
        areas.add(input[0]);
        assertThat(input[1]).isEqualTo(input[0] % 4);
        assertThat(MadeUpExamples.target(part, i))
            .containsExactly(input[0] % 3 == 0 ? 0 : 1, 100 * input[0]);
        assertThat(part.weight(i)).isCloseTo((input[0] % 2 + 1) / 10, within(1e-6f));
      }
    }
    assertThat(areas).hasSize(10);
  }

  @Test
  void oneColumnOfClassesMakesAClassification() {
    Dataset train =
        HOUSES.withClasses(List.of("kind")).withInputs(List.of("price")).load(folder).train();
    assertThat(train.classNames()).containsExactly("barn, old", "villa");
    assertThat(train.targetType()).isEqualTo(TensorType.i32());
    assertThat(train.inputType()).isEqualTo(TensorType.f32(1));
    assertThat(train.targetColumns()).isEmpty();
    assertThat(train.weighted()).isFalse();
  }

  @Test
  void classesThatAreNumbersAreInTheirOrder() throws IOException {
    write("x,label\n" + "1,10\n2,9\n3,-1\n4,9\n5,10\n");
    Dataset train =
        new TableSource("houses.csv").withClasses(List.of("label")).load(folder).train();
    assertThat(train.classNames()).containsExactly("-1", "9", "10");
  }

  @Test
  void theSameExamplesAreHeldOutEveryTime() {
    TableSource source = HOUSES.withNumbers(List.of("price")).withInputs(List.of("area"));
    assertThat(areas(source.load(folder).test().orElseThrow()))
        .isEqualTo(areas(source.load(folder).test().orElseThrow()));
    assertThat(source.withHeldOut(0.5).load(folder).test().orElseThrow().size()).isEqualTo(5);
  }

  private static List<Float> areas(Dataset data) {
    return IntStream.range(0, data.size()).mapToObj(i -> MadeUpExamples.input(data, i)[0]).toList();
  }

  @Test
  void mistakesInSettingsAreNamed() {
    Path file = folder.resolve("houses.csv");
    TableSource prices = HOUSES.withNumbers(List.of("price"));
    assertThatThrownBy(() -> HOUSES.load(folder))
        .hasMessage(
            "table: nothing is to be predicted; name columns under classes or numbers, there are"
                + " area, rooms, kind, price, weight");
    assertThatThrownBy(() -> prices.withInputs(List.of("size")).load(folder))
        .hasMessage(
            "table: '"
                + file
                + "' has no column 'size', it has area, rooms, kind, price, weight; name one of"
                + " them");
    assertThatThrownBy(() -> prices.withWeights("price"))
        .hasMessage("table: column 'price' is named twice; a column has one use");
    assertThatThrownBy(() -> prices.withHeldOut(1))
        .hasMessage("table: held-out must be from 0 to below 1, got 1.0");
    assertThatThrownBy(() -> prices.withInputs(List.of("area")).withHeldOut(0.01).load(folder))
        .hasMessage(
            "table: 0.01 of the 10 examples of '"
                + file
                + "' leaves none to learn from or none to judge by; change held-out");
    assertThatThrownBy(
            () ->
                HOUSES
                    .withNumbers(List.of("area", "rooms", "kind", "price", "weight"))
                    .inputType(folder))
        .hasMessage(
            "table: '"
                + file
                + "' has no column to predict from beside area, rooms, kind, price, weight; leave"
                + " one of them out of the targets");
    assertThatThrownBy(() -> new TableSource("none.csv").inputType(folder))
        .hasMessage(
            "table: there is no file '"
                + folder.resolve("none.csv")
                + "'; name its folder and the file in it");
  }

  @Test
  void mistakesInTheFileAreNamedWithTheirLine() throws IOException {
    TableSource prices = HOUSES.withNumbers(List.of("price"));
    Path file = folder.resolve("houses.csv");
    write("area,rooms,price\n1,2,3\n4,two,5\n");
    assertThatThrownBy(() -> prices.load(folder))
        .hasMessage(
            "table: '"
                + file
                + "', line 3, column 'rooms': expected a number, got 'two'; mend it, leave the line"
                + " out, or leave the column out of the inputs");
    write("area,price\n1,2\n\n3\n");
    assertThatThrownBy(() -> prices.load(folder))
        .hasMessage(
            "table: '"
                + file
                + "', line 4 has 1 field, line 1 has 2; mend the line, or set the separator if it is"
                + " not ','");
    write("area,area,price\n1,2,3\n");
    assertThatThrownBy(() -> prices.load(folder))
        .hasMessage(
            "table: the first line of '"
                + file
                + "' must give every column a name of its own, got area, area, price; write one"
                + " above the numbers");
    write("area,price\n");
    assertThatThrownBy(() -> prices.load(folder))
        .hasMessage("table: '" + file + "' holds no example; give it lines of numbers");
    write("area,price,weight\n1,2,-1\n2,3,1\n");
    assertThatThrownBy(() -> prices.withWeights("weight").load(folder))
        .hasMessage(
            "weights: each must be a finite number and at least 0, got -1.0 for example 0; give 0"
                + " to an example that is not to count");
  }

  @Test
  void realTablesCanBeRead() {
    Path real = RealData.folder("tabular");
    Examples houses =
        new TableSource("california_housing.csv")
            .withNumbers(List.of("median_house_value"))
            .load(real);
    assertThat(houses.train().size() + houses.test().orElseThrow().size()).isEqualTo(20640);
    assertThat(houses.train().inputType()).isEqualTo(TensorType.f32(8));
    assertThat(houses.train().targetType()).isEqualTo(TensorType.f32(1));
  }
}
