package dev.ranvier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final Shape SHAPE = Shape.of(2, 3, 4);

  @Test
  void knowsItsSizes() {
    assertThat(SHAPE.rank()).isEqualTo(3);
    assertThat(SHAPE.elements()).isEqualTo(24);
    assertThat(SHAPE.size(0)).isEqualTo(2);
    assertThat(SHAPE.size(-1)).isEqualTo(4);
    assertThat(SHAPE.strides()).containsExactly(12, 4, 1);
    assertThat(SHAPE).hasToString("[2,3,4]");
    assertThat(SHAPE.toArray()).containsExactly(2, 3, 4);
  }

  @Test
  void aScalarHasNoAxesAndOneElement() {
    assertThat(Shape.of()).isSameAs(Shape.SCALAR).hasToString("[]");
    assertThat(Shape.SCALAR.elements()).isEqualTo(1);
    assertThat(Shape.SCALAR.strides()).isEmpty();
  }

  @Test
  void isAValue() {
    assertThat(Shape.of(2, 3, 4)).isEqualTo(SHAPE).hasSameHashCodeAs(SHAPE);
    assertThat(Shape.of(2, 3)).isNotEqualTo(SHAPE);
    int[] sizes = {5, 6};
    Shape copied = Shape.of(sizes);
    sizes[0] = 7;
    copied.toArray()[1] = 7;
    assertThat(copied).isEqualTo(Shape.of(5, 6));
  }

  @Test
  void changesOneAxis() {
    assertThat(SHAPE.with(-1, 9)).isEqualTo(Shape.of(2, 3, 9));
    assertThat(SHAPE.insert(0, 9)).isEqualTo(Shape.of(9, 2, 3, 4));
    assertThat(SHAPE.insert(3, 9)).isEqualTo(Shape.of(2, 3, 4, 9));
    assertThat(SHAPE.insert(-1, 9)).isEqualTo(Shape.of(2, 3, 4, 9));
    assertThat(SHAPE.remove(1)).isEqualTo(Shape.of(2, 4));
    assertThat(SHAPE.slice(1, 3)).isEqualTo(Shape.of(3, 4));
    assertThat(SHAPE.slice(1, 1)).isEqualTo(Shape.SCALAR);
  }

  @Test
  void countsElementsAsAnIntWhereThatFits() {
    assertThat(SHAPE.elementCount()).isEqualTo(24);
    assertThat(Shape.of(Integer.MAX_VALUE).elementCount()).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(() -> Shape.of(100_000, 100_000).elementCount())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "shape [100000,100000]: has 10000000000 elements, expected at most 2147483647; make an"
                + " axis smaller");
  }

  @Test
  void countsBytesOnlyWhereALongCan() {
    assertThat(TensorType.f32(1 << 30, 1 << 30, 1).bytes()).isEqualTo(1L << 62);
    assertThatThrownBy(() -> TensorType.f32(1 << 30, 1 << 30, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "tensor f32[1073741824,1073741824,4]: has more than 2^63 bytes, more than any machine;"
                + " make an axis smaller");
  }

  @Test
  void refusesWhatIsNoShape() {
    assertThatThrownBy(() -> Shape.of(2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape: every size must be at least 1, got [2, 0]; leave out what is empty");
    int most = Integer.MAX_VALUE;
    assertThat(Shape.of(most, most, 2).elements()).isEqualTo(2L * most * most);
    assertThatThrownBy(() -> Shape.of(most, most, 3))
        .hasMessage("shape: [2147483647, 2147483647, 3] has more than 2^63 elements");
  }

  @Test
  void refusesAxesThatDoNotExist() {
    assertThatThrownBy(() -> SHAPE.size(3)).hasMessage("shape [2,3,4] has no axis 3");
    assertThatThrownBy(() -> SHAPE.remove(-4)).hasMessage("shape [2,3,4] has no axis -4");
    assertThatThrownBy(() -> SHAPE.insert(4, 1))
        .hasMessage("shape [2,3,4] can take an axis at 0 to 3, not at 4");
    assertThatThrownBy(() -> SHAPE.slice(2, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape [2,3,4] has no axes from 2 to before 5");
  }

  @Test
  void broadcastsAsNumpyDoes() {
    assertThat(Shape.broadcast(Shape.of(4, 1), Shape.of(3))).isEqualTo(Shape.of(4, 3));
    assertThat(Shape.broadcast(Shape.SCALAR, SHAPE)).isEqualTo(SHAPE);
    assertThat(Shape.of(3, 1).broadcastsTo(SHAPE)).isTrue();
    assertThat(Shape.of(3).broadcastsTo(SHAPE)).isFalse();
    assertThat(SHAPE.broadcastsTo(Shape.of(3, 4))).isFalse();
    assertThatThrownBy(() -> Shape.broadcast(Shape.of(2, 3), Shape.of(2)))
        .hasMessage("shapes [2,3] and [2] do not broadcast: 3 against 2");
  }

  @Property(tries = 200)
  void broadcastingIsSymmetricAndBothReachIt(
      @ForAll("pairs") List<Integer> left, @ForAll("pairs") List<Integer> right) {
    Shape a = shape(left);
    Shape b = shape(right);
    Shape both;
    try {
      both = Shape.broadcast(a, b);
    } catch (IllegalArgumentException e) {
      assertThatThrownBy(() -> Shape.broadcast(b, a)).hasMessageContaining("do not broadcast");
      return;
    }
    assertThat(Shape.broadcast(b, a)).isEqualTo(both);
    assertThat(a.broadcastsTo(both)).isTrue();
    assertThat(b.broadcastsTo(both)).isTrue();
  }

  @Provide
  Arbitrary<List<Integer>> pairs() {
    return Arbitraries.integers().between(1, 3).list().ofMaxSize(4);
  }

  private static Shape shape(List<Integer> sizes) {
    return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
  }
}
