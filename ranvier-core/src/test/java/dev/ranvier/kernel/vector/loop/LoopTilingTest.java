package dev.ranvier.kernel.vector.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ranvier.tensor.Shape;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopTilingTest {
  /** So a thread that shares rows with another meets the same ones whatever the columns. */
  @ParameterizedTest
  @CsvSource({"784, 300", "1000, 100", "128, 300", "3000, 512", "640, 4000"})
  void halfOfThePartsAreHalfOfTheElements(int rows, int columns) {
    for (Shape bias : List.of(Shape.of(rows, columns), Shape.of(columns))) {
      LoopTiling tiling =
          LoopTiling.of(
              LoopNest.of(Shape.of(rows, columns), List.of(Shape.of(rows, columns), bias)), false);
      assertThat(tiling.parts() % 2).isZero();
      long half = 0;
      for (int tile = 0; tile < tiling.firstTile(tiling.parts() / 2); tile++) {
        half += (long) tiling.rows(tile) * tiling.columns(tile);
      }
      assertThat(half).isCloseTo(rows * columns / 2L, withinPercentage(3));
    }
  }

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
      LoopTiling tiling = LoopTiling.of(nest, reduces);
      int tiles = 0;
      long elements = 0;
      for (int part = 0; part < tiling.parts(); part++) {
        assertThat(tiling.firstTile(part)).isEqualTo(tiles);
        for (int i = 0; i < tiling.tileCount(part); i++) {
          int tile = tiles++;
          elements += (long) tiling.rows(tile) * tiling.columns(tile);
          assertThat(tiling.firstRow(tile) + tiling.rows(tile)).isLessThanOrEqualTo(nest.rows());
        }
      }
      assertThat(tiles).isEqualTo(tiling.tiles());
      assertThat(elements).isEqualTo((long) blocks * rows * columns);
    }
  }
}
