package dev.ranvier.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.tensor.Shape;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilingTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 1, 40000",
    "1, 3, 50000",
    "1, 70000, 10",
    "300, 40, 33",
    "7, 20000, 17",
    "5, 2, 900"
  })
  void theCellsOfAllPartsAreAllElementsOnce(int blocks, int rows, int columns) {
    LoopNest nest =
        LoopNest.of(
            Shape.of(blocks, rows, columns),
            List.of(
                Shape.of(blocks, rows, columns), Shape.of(columns), Shape.of(blocks, 1, columns)));
    for (boolean reduces : new boolean[] {false, true}) {
      Tiling tiling = Tiling.of(nest, reduces);
      int cells = 0;
      long elements = 0;
      for (int part = 0; part < tiling.parts(); part++) {
        assertThat(tiling.firstCell(part)).isEqualTo(cells);
        for (int i = 0; i < tiling.cellCount(part); i++) {
          int cell = cells++;
          elements += (long) tiling.rows(cell) * tiling.columns(cell);
          assertThat(tiling.firstRow(cell) + tiling.rows(cell)).isLessThanOrEqualTo(nest.rows());
        }
      }
      assertThat(cells).isEqualTo(tiling.cells());
      assertThat(elements).isEqualTo((long) blocks * rows * columns);
    }
  }
}
