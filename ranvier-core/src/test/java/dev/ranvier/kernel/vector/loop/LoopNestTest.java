package dev.ranvier.kernel.vector.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopNestTest {
  private static LoopNest nest(Shape shape, Shape... operands) {
    return LoopNest.of(shape, List.of(operands));
  }

  @Test
  void fullAndSingleOperandsMakeOneLongRow() {
    LoopNest nest = nest(Shape.of(4, 5, 6), Shape.of(4, 5, 6), Shape.SCALAR, Shape.of(1, 1));
    assertThat(nest.blocks()).isEqualTo(1);
    assertThat(nest.rows()).isEqualTo(1);
    assertThat(nest.columns()).isEqualTo(120);
    assertThat(nest.accesses())
        .containsExactly(AccessPattern.FULL, AccessPattern.SINGLE, AccessPattern.SINGLE);
  }

  @Test
  void aBiasIsTheSameRowForAllPixels() {
    LoopNest nest = nest(Shape.of(4, 5, 6), Shape.of(4, 5, 6), Shape.of(6));
    assertThat(List.of(nest.blocks(), nest.rows(), nest.columns())).containsExactly(1, 20, 6);
    assertThat(nest.accesses()).containsExactly(AccessPattern.FULL, AccessPattern.EACH_ROW);
  }

  @Test
  void aRowsMaximumIsOneElementARow() {
    LoopNest nest = nest(Shape.of(4, 5), Shape.of(4, 5), Shape.of(4, 1));
    assertThat(List.of(nest.blocks(), nest.rows(), nest.columns())).containsExactly(1, 4, 5);
    assertThat(nest.accesses()).containsExactly(AccessPattern.FULL, AccessPattern.PER_ROW);
  }

  @Test
  void moreAxesMakeBlocksWithStarts() {
    LoopNest nest = nest(Shape.of(2, 3, 4), Shape.of(2, 1, 4), Shape.of(3, 1), Shape.of(2, 3, 4));
    assertThat(List.of(nest.blocks(), nest.rows(), nest.columns())).containsExactly(2, 3, 4);
    assertThat(nest.accesses())
        .containsExactly(AccessPattern.EACH_ROW, AccessPattern.PER_ROW, AccessPattern.FULL);
    assertThat(nest.blockOffsets()).containsExactly(new long[] {0, 0, 0}, new long[] {4, 0, 12});
  }

  /** Rows are joined until they are whole vectors, and wide; the last holds what is left. */
  @Test
  void narrowRowsAreJoined() {
    LoopNest nest = nest(Shape.of(1000, 10), Shape.of(1000, 10), Shape.of(10)).wide(16);
    assertThat(nest.columns()).isEqualTo(480);
    assertThat(nest.rows()).isEqualTo(21);
    assertThat(nest.lastColumns()).isEqualTo(10_000 - 20 * 480);
  }

  @Test
  void rowsStayAsTheyAreWhereJoiningThemDoesNotHelp() {
    LoopNest wide = nest(Shape.of(1000, 600), Shape.of(600));
    LoopNest few = nest(Shape.of(20, 10), Shape.of(20, 10), Shape.of(10));
    LoopNest perRow = nest(Shape.of(1000, 10), Shape.of(1000, 10), Shape.of(1000, 1));
    LoopNest plain = nest(Shape.of(1000, 10), Shape.of(1000, 10), Shape.of(10));
    assertThat(wide.wide(16)).isSameAs(wide);
    assertThat(few.wide(32)).isSameAs(few);
    assertThat(perRow.wide(16)).isSameAs(perRow);
    assertThat(plain.wide(1)).isSameAs(plain);
  }

  @Test
  void axesOfSizeOneDoNotCount() {
    LoopNest nest = nest(Shape.of(1, 7, 1), Shape.of(7, 1));
    assertThat(List.of(nest.blocks(), nest.rows(), nest.columns())).containsExactly(1, 1, 7);
    assertThat(nest.accesses()).containsExactly(AccessPattern.FULL);
    assertThat(nest(Shape.SCALAR).columns()).isEqualTo(1);
  }
}
