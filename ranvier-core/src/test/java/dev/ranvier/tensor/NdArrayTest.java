package dev.ranvier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NdArrayTest {
  private final NdArray array = NdArray.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);

  @Test
  void isRowMajor() {
    assertThat(array.get(1, 0)).isEqualTo(4);
    array.set(9, 1, 2);
    assertThat(array.data()).containsExactly(1, 2, 3, 4, 5, 9);
    assertThat(NdArray.scalar(7).get()).isEqualTo(7);
  }

  @Test
  void refusesPositionsOutsideTheShape() {
    assertThatThrownBy(() -> array.get(1))
        .hasMessage("array of shape [2,3] takes 2 indices, got 1");
    // In row-major order (0, 3) would silently be (1, 0).
    assertThatThrownBy(() -> array.get(0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("array of shape [2,3] has no element [0, 3]");
    assertThatThrownBy(() -> array.set(0, -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesDataThatDoNotFill() {
    assertThatThrownBy(() -> NdArray.of(Shape.of(2, 2), 1, 2, 3))
        .hasMessage("array: shape [2,2] has 4 elements, got 3");
    assertThatThrownBy(() -> array.reshape(Shape.of(5)))
        .hasMessage("array: shape [5] has 5 elements, got 6");
  }

  @Test
  void mapsAndReshapes() {
    assertThat(array.map(x -> -x)).isEqualTo(NdArray.of(Shape.of(2, 3), -1, -2, -3, -4, -5, -6));
    assertThat(array.reshape(Shape.of(6)).get(4)).isEqualTo(5);
  }

  @Test
  void broadcastsAlongOldAndNewAxes() {
    NdArray column = NdArray.of(Shape.of(2, 1), 1, 2);
    assertThat(column.broadcastTo(Shape.of(2, 2, 3)).data())
        .containsExactly(1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2);
    assertThat(NdArray.scalar(3).broadcastTo(Shape.of(2)).data()).containsExactly(3, 3);
    assertThat(array.broadcastTo(array.shape())).isSameAs(array);
    assertThatThrownBy(() -> array.broadcastTo(Shape.of(2, 4)))
        .hasMessage("shape [2,3] does not broadcast to [2,4]");
  }

  @Test
  void isAValue() {
    NdArray same = NdArray.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(same).isEqualTo(array).hasSameHashCodeAs(array);
    assertThat(same.reshape(Shape.of(3, 2))).isNotEqualTo(array);
    assertThat(array).hasToString("NdArray[2,3][1.0, 2.0, 3.0, 4.0, 5.0, 6.0]");
  }
}
