package dev.ranvier.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as people have them. */
final class TableFormatsTest {
  private static final TableSource TABLE =
      new TableSource("t.csv").withClasses(List.of("kind")).withHeldOut(0);

  @TempDir private Path folder;

  private void write(String text) throws IOException {
    Files.write(folder.resolve("t.csv"), text.getBytes(UTF_8));
  }

  private Dataset read(TableSource source) {
    return source.load(folder).train();
  }

  private static List<List<Float>> inputs(Dataset rows) {
    return IntStream.range(0, rows.size())
        .mapToObj(
            i -> {
              float[] input = MadeUpExamples.input(rows, i);
              return IntStream.range(0, input.length).mapToObj(j -> input[j]).toList();
            })
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kind,a,b\nja,1.5,2\nnein,3,4.25\n", "﻿kind,a,b\nja,1.5,2\nnein,3,4.25\n"})
  void aByteOrderMarkIsNoPartOfAName(String text) throws IOException {
    write(text);
    assertThat(inputs(read(TABLE))).containsExactly(List.of(1.5f, 2f), List.of(3f, 4.25f));
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t", "|"})
  void separatorsAndDecimalCommasAreFound(String separator) throws IOException {
    write(table(separator));
    assertThat(inputs(read(TABLE))).containsExactly(List.of(1.5f, 2.25f), List.of(3f, 4.5f));
  }

  private static String table(String separator) {
    return String.join("\n", "a;b;kind", "1,5;2,25;ja", "3,0;4,5;nein", "").replace(";", separator);
  }

  @Test
  void latin1IsRefusedUnlessItIsNamed() throws IOException {
    Files.write(folder.resolve("t.csv"), "a,kind\n1,Bär\n2,Bör\n".getBytes(ISO_8859_1));
    assertThatThrownBy(() -> read(TABLE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.csv' is not in UTF-8")
        .hasMessageContaining("encoding: latin1");
    assertThat(read(TABLE.withEncoding("latin1")).classNames()).containsExactly("Bär", "Bör");
  }

  @Test
  void aCompressedTableIsReadWhateverItIsCalled() throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("t.csv")))) {
      out.write("a,kind\n1,x\n2,y\n".getBytes(UTF_8));
    }
    assertThat(inputs(read(TABLE))).containsExactly(List.of(1f), List.of(2f));
  }

  @Test
  void aColumnWithoutANameIsAnInput() throws IOException {
    write(",b,kind\n1,2,x\n3,4,y\n");
    assertThat(inputs(read(TABLE))).containsExactly(List.of(1f, 2f), List.of(3f, 4f));
  }

  @Test
  void columnsWithoutAHeaderHaveNumbers() throws IOException {
    write("2,2,x,y\n1,2,x\n3,4,y\n");
    TableSource source =
        new TableSource("t.csv")
            .withHeader(false)
            .withSkipLines(1)
            .withClasses(List.of("-1"))
            .withHeldOut(0);
    assertThat(inputs(read(source))).containsExactly(List.of(1f, 2f), List.of(3f, 4f));
    assertThat(read(source).classNames()).containsExactly("x", "y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1f", "2d", "0x1p3", "Infinity", "1e999", "--1", "1_0"})
  void whatIsNoNumberIsRefusedByLineAndColumn(String cell) throws IOException {
    write("a,kind\n1,x\n" + cell + ",y\n");
    assertThatThrownBy(() -> read(TABLE.withInputs(List.of("a")).withCategories(List.of())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.csv', line 3, column 'a'")
        .hasMessageContaining("'" + cell + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NA", "NaN", "null", "?"})
  void aMissingCellIsRefusedByLineAndColumn(String cell) throws IOException {
    write("a,b,kind\n1,1,x\n" + cell + ",2,y\n");
    assertThatThrownBy(() -> read(TABLE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 3, column 'a'");
  }

  @ParameterizedTest
  @CsvSource({"MEAN, 3", "MEDIAN, 2", "ZERO, 0"})
  void missingCellsAreFilled(MissingCells missing, float filled) throws IOException {
    write("a,kind\n1,x\n2,y\n6,x\nNA,y\n");
    Examples examples = TABLE.withMissing(missing).load(folder);
    assertThat(MadeUpExamples.input(examples.train(), 3)).containsExactly(filled);
  }

  @Test
  void linesWithMissingCellsAreLeftOut() throws IOException {
    write("a,kind\n1,x\n2,\nNA,y\n4,y\n");
    assertThat(inputs(read(TABLE.withMissing(MissingCells.DROP))))
        .containsExactly(List.of(1f), List.of(4f));
  }

  @Test
  void aMissingClassIsRefusedByLine() throws IOException {
    write("a,kind\n1,x\n2,\n");
    assertThatThrownBy(() -> read(TABLE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 3, column 'kind': is empty, expected a class");
  }

  @Test
  void aRaggedLineIsRefusedByItsNumber() throws IOException {
    write("a,b,kind\n1,1,x\n2,y\n");
    assertThatThrownBy(() -> read(TABLE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 3");
  }

  @Test
  void textsAreCategories() throws IOException {
    write("town,kind\nUlm,x\nBonn,y\nUlm,y\n");
    assertThat(inputs(read(TABLE)))
        .containsExactly(List.of(0f, 1f), List.of(1f, 0f), List.of(0f, 1f));
  }

  @Test
  @Timeout(20)
  void manyClassesAreReadInLinearTime() throws IOException {
    StringBuilder text = new StringBuilder("a,kind\n");
    for (int i = 0; i < 200_000; i++) {
      text.append(i).append(",c").append(i).append('\n');
    }
    write(text.toString());
    assertThat(read(TABLE).classCount()).isEqualTo(200_000);
  }

  /** Times near 1.7e9 are 128 apart in single precision. */
  @Test
  void largeNumbersKeepTheirDigitsUntilTheyAreNormalized() throws IOException {
    StringBuilder text = new StringBuilder("t,y\n");
    for (int i = 0; i < 100; i++) {
      text.append(1_700_000_000L + i).append(',').append(i).append('\n');
    }
    write(text.toString());
    Dataset rows = read(new TableSource("t.csv").withNumbers(List.of("y")).withHeldOut(0));
    Standardize standardize = Standardize.fit(rows);
    assertThat(standardize.deviation().getFirst()).isCloseTo(28.866, within(1e-3));
    Dataset normalized = rows.normalized(standardize);
    assertThat(MadeUpExamples.input(normalized, 0)[0]).isCloseTo(-1.71481f, within(1e-5f));
    MinMax range = MinMax.fit(rows);
    assertThat(MadeUpExamples.input(rows.normalized(range), 99)[0]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void otherTablesAreReadByName() throws IOException {
    write("a,b,town,kind\n1,10,Ulm,x\n2,20,Bonn,y\n");
    Examples examples = TABLE.load(folder);
    TableSchema schema = examples.train().schema();
    Path other = folder.resolve("other.csv");
    Files.writeString(other, "extra,town,b,a\n9,Bonn,20,2\n");
    Tensor inputs = schema.inputs(other, Scale.NONE);
    assertThat(inputs.shape().toArray()).containsExactly(1, 4);
    for (int i = 0; i < 4; i++) {
      assertThat(inputs.getDouble(i)).isEqualTo(MadeUpExamples.input(examples.train(), 1)[i]);
    }
    Files.writeString(other, "town,a\nBonn,2\n");
    assertThatThrownBy(() -> schema.inputs(other, Scale.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("other.csv' lacks the column 'b' that the model takes");
    Files.writeString(other, "a,b,town\n1,2,Kiel\n");
    assertThatThrownBy(() -> schema.inputs(other, Scale.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 2, column 'town'")
        .hasMessageContaining("Kiel")
        .hasMessageContaining("Bonn");
  }

  @Test
  void aFileOfItsOwnIsTheTest() throws IOException {
    write("a,kind\n1,x\n2,y\n");
    Files.writeString(folder.resolve("more.csv"), "kind,a\ny,5\n");
    Examples examples = TABLE.withTestFile("more.csv").load(folder);
    assertThat(examples.train().size()).isEqualTo(2);
    assertThat(inputs(examples.test().orElseThrow())).containsExactly(List.of(5f));
    assertThat(examples.test().orElseThrow().label(0)).isEqualTo(1);
  }

  @Test
  void nothingIsHeldOutWhereNothingIsToBe() throws IOException {
    write("a,kind\n1,x\n2,y\n");
    Examples examples = TABLE.load(folder);
    assertThat(examples.train().size()).isEqualTo(2);
    assertThat(examples.test()).isEmpty();
  }
}
